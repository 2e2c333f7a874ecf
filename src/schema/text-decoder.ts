/**
 * The part of the platform's TextDecoder that is used; the library compiles without the types of a browser or of Node.
 */
interface PlatformDecoder {
  decode(bytes: Uint8Array, options?: { readonly stream?: boolean }): string;
}

declare const TextDecoder: new (label: string, options: { readonly fatal: boolean }) => PlatformDecoder;

/** Decodes bytes strictly, without a byte order mark at their start; `null` when they are not text in this encoding. */
export function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    // What the Encoding standard throws for malformed bytes; by its name, since test runners bring errors of another realm.
    if ((error as Partial<Error> | null)?.name === 'TypeError') return null;
    throw error;
  }
}

/** The position of the first byte that is not text in the encoding, by bisection over what can still become text. */
export function firstBadByte(bytes: Uint8Array, encoding: string): number {
  let good = 0;
  let bad = bytes.length + 1; // one more than the length: the text ends within a character
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (isPrefix(bytes.subarray(0, middle), encoding)) good = middle;
    else bad = middle;
  }
  return good;
}

function isPrefix(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
