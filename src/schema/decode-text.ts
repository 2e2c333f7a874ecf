import { InvalidDataError, typeName } from '../core/errors.js';
import { checkOptions, refuseOption } from '../core/options.js';
import { decodeStrictly, firstBadByte } from './text-decoder.js';

/** The encodings that files come in. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'shift_jis' | 'euc-jp';

/** The encodings by all the names that are understood. */
export type EncodingName = TextEncoding | 'auto' | 'utf8' | 'sjis' | 'cp932' | 'windows-31j' | 'ms932';

/** In which encoding bytes are text. */
export interface DecodeTextOptions {
  /** `'auto'` (default): what a byte order mark says; else UTF-8 where the bytes are valid UTF-8; else Shift_JIS. */
  readonly encoding?: EncodingName;
}

/** Text, and the encoding that it was read from; `null` where it came as text. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncoding | null;
}

/**
 * Decodes the bytes of a text file with the platform's `TextDecoder`, strictly: bytes that are not text in the encoding
 * are an error and never become `�`. A byte order mark decides over any option, as in browsers, and is taken off.
 * Shift_JIS is the dialect of Windows (CP932, with ① and ～), which Japanese shops and Excel write.
 *
 * @param bytes - the file; text is given back without its byte order mark
 * @param options - the encoding, if it is not to be found out
 * @throws {InvalidDataError} when the bytes are not text in the encoding; the message tells at which byte
 * @throws {InvalidOptionError} when the encoding is unknown
 * @example
 * ```ts
 * import { decodeText } from 'kizuna/schema';
 *
 * decodeText(Uint8Array.of(0x88, 0xea)); // => { text: '一', encoding: 'shift_jis' }
 * decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41)); // => { text: 'A', encoding: 'utf-8' }
 * ```
 */
export function decodeText(bytes: Uint8Array | ArrayBuffer | string, options: DecodeTextOptions = {}): DecodedText {
  checkOptions('decodeText', options, ['encoding']);
  return readText('decodeText', bytes, options.encoding);
}

/** The same for other functions, in whose name it speaks. */
export function readText(owner: string, bytes: unknown, encoding: EncodingName = 'auto'): DecodedText {
  const asked = checkEncoding(owner, encoding);
  if (typeof bytes === 'string') return { text: bytes.startsWith('\uFEFF') ? bytes.slice(1) : bytes, encoding: null };
  const view = bytesOf(owner, bytes);
  const candidates = candidatesOf(view, asked);
  for (const candidate of candidates) {
    const text = decodeStrictly(view, candidate);
    if (text !== null) return { text, encoding: candidate };
  }
  const faults = candidates.map((candidate) => `${candidate} breaks at byte ${firstBadByte(view, candidate)}`);
  const expected = `text in ${candidates.join(' or ')}`;
  throw new InvalidDataError(`${owner} requires ${expected}; ${faults.join(', ')}`, [
    { code: 'E_FIELD_VALUE', index: null, field: null, expected, received: 'bytes' },
  ]);
}

/** The bytes of a file, however they are held. */
export function bytesOf(owner: string, bytes: unknown): Uint8Array {
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // By its tag, since a buffer of another realm is no instance of this one's ArrayBuffer.
  if (Object.prototype.toString.call(bytes) === '[object ArrayBuffer]') return new Uint8Array(bytes as ArrayBuffer);
  const expected = 'bytes (a Uint8Array or an ArrayBuffer) or text';
  const received = typeName(bytes);
  throw new InvalidDataError(`${owner} requires ${expected}; got ${received}`, [
    { code: 'E_ROW_TYPE', index: null, field: null, expected, received },
  ]);
}

const ENCODINGS: ReadonlyMap<unknown, TextEncoding | 'auto'> = /* @__PURE__ */ new Map([
  ['auto', 'auto'],
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['euc-jp', 'euc-jp'],
  ['shift_jis', 'shift_jis'],
  ['sjis', 'shift_jis'],
  ['windows-31j', 'shift_jis'],
  ['cp932', 'shift_jis'], // TextDecoder does not know this name
  ['ms932', 'shift_jis'],
]);

function checkEncoding(owner: string, encoding: unknown): TextEncoding | 'auto' {
  const known = ENCODINGS.get(typeof encoding === 'string' ? encoding.toLowerCase() : encoding);
  return known ?? refuseOption(owner, 'encoding', `to be one of ${[...ENCODINGS.keys()].join(', ')}`, encoding);
}

function candidatesOf(bytes: Uint8Array, asked: TextEncoding | 'auto'): readonly TextEncoding[] {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return ['utf-8'];
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  return asked === 'auto' ? ['utf-8', 'shift_jis'] : [asked];
}
