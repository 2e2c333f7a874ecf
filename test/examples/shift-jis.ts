/** The platform decodes Shift_JIS but does not encode it: every pair of bytes is tried once. */
export function shiftJis(text: string): Uint8Array {
  const decoder = new TextDecoder('shift_jis');
  const bytes = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    for (let trail = 0x40; trail <= 0xfc; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (!bytes.has(character)) bytes.set(character, [lead, trail]);
    }
  }
  return Uint8Array.from(Array.from(text).flatMap((each) => bytes.get(each) ?? [each.charCodeAt(0)]));
}
