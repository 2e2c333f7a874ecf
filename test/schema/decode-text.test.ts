import { decodeText, type EncodingName } from 'kizuna/schema';
import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('decodeText', () => {
  test.each<[string, Uint8Array, string, string]>([
    ['UTF-8', bytes(0xe7, 0xb5, 0x86), '絆', 'utf-8'],
    ['UTF-8 with a byte order mark', bytes(0xef, 0xbb, 0xbf, 0xe7, 0xb5, 0x86), '絆', 'utf-8'],
    ['UTF-16 LE with a byte order mark', bytes(0xff, 0xfe, 0x46, 0x7d), '絆', 'utf-16le'],
    ['UTF-16 BE with a byte order mark', bytes(0xfe, 0xff, 0x7d, 0x46), '絆', 'utf-16be'],
    ['Shift_JIS', bytes(0xe3, 0x4a), '絆', 'shift_jis'],
    ['ASCII', bytes(0x41, 0x42), 'AB', 'utf-8'],
    ['nothing', bytes(), '', 'utf-8'],
  ])('finds out %s', (_, file, text, encoding) => {
    expect(decodeText(file)).toEqual({ text, encoding });
  });

  test('reads the Windows dialect of Shift_JIS, under all its names', () => {
    for (const encoding of ['shift_jis', 'sjis', 'cp932', 'windows-31j', 'ms932', 'CP932'] as EncodingName[]) {
      expect(decodeText(bytes(0x87, 0x40, 0x81, 0x60, 0xb1, 0xfb, 0xfc), { encoding })).toEqual({
        text: '①～ｱ髙',
        encoding: 'shift_jis',
      });
    }
  });

  test('reads EUC-JP when told', () => {
    expect(decodeText(bytes(0xa4, 0xa2), { encoding: 'euc-jp' })).toEqual({ text: 'あ', encoding: 'euc-jp' });
  });

  test('lets a byte order mark decide over the option', () => {
    expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0x41), { encoding: 'cp932' })).toEqual({ text: 'A', encoding: 'utf-8' });
  });

  test('takes an ArrayBuffer, a part of one, and text', () => {
    const file = bytes(0x41, 0x42, 0x43);
    expect(decodeText(file.buffer).text).toBe('ABC');
    expect(decodeText(file.subarray(1, 2)).text).toBe('B');
    expect(decodeText('\uFEFFa\uFEFF')).toEqual({ text: 'a\uFEFF', encoding: null });
  });

  test('never replaces a byte that is no text: tells where it stands', () => {
    expect(() => decodeText(bytes(0x41, 0x42, 0xff, 0x43))).toThrow(
      'decodeText requires text in utf-8 or shift_jis; utf-8 breaks at byte 2, shift_jis breaks at byte 2',
    );
    expect(() => decodeText(bytes(0x82, 0xa0), { encoding: 'utf-8' })).toThrow('utf-8 breaks at byte 0');
    expect(() => decodeText(bytes(0xe7, 0xb5), { encoding: 'utf-8' })).toThrow('utf-8 breaks at byte 2');
    expect(() => decodeText(bytes(0xff, 0xfe, 0x00))).toThrow(InvalidDataError);
  });

  test('refuses what is neither bytes nor text, and unknown encodings', () => {
    for (const file of [null, undefined, 5, [1], {}]) {
      expect(() => decodeText(file as unknown as string)).toThrow(InvalidDataError);
    }
    expect(() => decodeText('', { encoding: 'latin1' as 'utf-8' })).toThrow(InvalidOptionError);
    expect(() => decodeText('', { encodings: 'utf-8' } as object)).toThrow(InvalidOptionError);
  });
});
