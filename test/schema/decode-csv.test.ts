import { type DecodeCsvOptions, decodeCsv, id, parseResponses, score } from 'kizuna/schema';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { InvalidDataError, InvalidOptionError, KizunaError } from '../../src/core/errors.js';

const rowsOf = async (file: string, options?: DecodeCsvOptions) => (await decodeCsv(file, options)).rows;

/** The error that a file ends in. */
async function refusal(file: string | Uint8Array, options?: DecodeCsvOptions): Promise<KizunaError> {
  try {
    await decodeCsv(file, options);
  } catch (error) {
    if (error instanceof KizunaError) return error;
    throw error;
  }
  throw new Error('the file was read');
}

describe('decodeCsv', () => {
  test.each([
    ['LF', 'a,b\n1,2\n3,4\n'],
    ['CRLF', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['CR', 'a,b\r1,2\r3,4'],
    ['no line end at the end', 'a,b\n1,2\n3,4'],
    ['empty lines', '\n\na,b\n\n1,2\n\n\n3,4\n\n'],
    ['tabs', 'a\tb\n1\t2\n3\t4\n'],
    ['semicolons', 'a;b\n1;2\n3;4\n'],
    ['bars', 'a|b\n1|2\n3|4\n'],
    ["Excel's hint of a delimiter", 'sep=;\r\na;b\r\n1;2\r\n3;4\r\n'],
    ["Excel's hint of one that nobody would guess", '\uFEFF"SEP=^"\na^b\n1^2\n3^4\n'],
    ['quotation marks', '"a","b"\n"1","2"\n"3","4"\n'],
    ['a byte order mark', '\uFEFF"a",b\n1,2\n3,4\n'],
    ['empty cells beyond the headings', 'a,b\n1,2,\n3,4,,\n'],
  ])('reads a file with %s', async (_, file) => {
    const { rows, columns, rejectedCount } = await decodeCsv(file);
    expect(rows).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ]);
    expect(columns).toEqual(['a', 'b']);
    expect(rejectedCount).toBe(0);
  });

  test('keeps delimiters, line ends and quotation marks within a quoted cell', async () => {
    expect(await rowsOf('a,b\n"1,1\r\n2","say ""9"""\n')).toEqual([{ a: '1,1\r\n2', b: 'say "9"' }]);
  });

  test('takes the delimiter that is told over the one that seems', async () => {
    expect(await rowsOf('a,x|b,y\n1|2\n', { delimiter: '|' })).toEqual([{ 'a,x': '1', 'b,y': '2' }]);
    expect((await decodeCsv('"a;b;c",d\n1,2\n')).delimiter).toBe(',');
    expect((await decodeCsv('Q1, part a\tQ2, b, c\n1\t2\n')).delimiter).toBe('\t');
    expect((await decodeCsv('Q1 | a,Q2 | b,Q3\n1,2,3\n')).delimiter).toBe(',');
    expect((await decodeCsv('Q1 | a,Q2\n1,2\n')).delimiter).toBe(',');
    expect((await decodeCsv('sep=;\na,b\n1,2\n', { delimiter: ',' })).rows).toEqual([{ a: '1', b: '2' }]);
  });

  test('keeps every column of one name, and names those that have none', async () => {
    const { rows, columns } = await decodeCsv('送料,送料,送料 (2),,送料, \n1,2,3,4,5,6\n');
    expect(columns).toEqual(['送料', '送料 (3)', '送料 (2)', 'column 4', '送料 (4)', 'column 6']);
    expect(Object.values(rows[0] ?? {})).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  test('keeps a column named __proto__, and writes to no prototype', async () => {
    const [row] = await rowsOf('__proto__,constructor\npolluted,x\n');
    expect(Object.entries(row ?? {})).toEqual([
      ['__proto__', 'polluted'],
      ['constructor', 'x'],
    ]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });

  test('names the columns of a file without headings', async () => {
    expect(await rowsOf('1,2\n3,4\n', { columns: ['a', 'b'] })).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ]);
    await expect(decodeCsv('1,2', { columns: ['a', 'a'] })).rejects.toThrow(InvalidOptionError);
  });

  test('takes an empty line for an empty answer where there is one column', async () => {
    expect(await rowsOf('q1\n9\n\n10\n')).toEqual([{ q1: '9' }, { q1: '' }, { q1: '10' }]);
    expect(await rowsOf('q1\n9\n""\n')).toEqual([{ q1: '9' }, { q1: '' }]);
  });

  test('takes no empty line at the end for an answer', async () => {
    for (const end of ['', '\n', '\n\n', '\r\n\r\n\r\n']) {
      expect(await rowsOf(`q1\n\n9${end}`)).toEqual([{ q1: '' }, { q1: '9' }]);
      expect(await rowsOf(`9${end}`, { columns: ['q1'] })).toEqual([{ q1: '9' }]);
      expect(await rowsOf(end, { columns: ['q1'] })).toEqual([]);
      expect(await rowsOf(`sep=,${end}`)).toEqual([]);
    }
  });

  test.each(['events.csv', '/data/2025 answers.CSV', 'C:\\data\\回答.tsv', './a.xlsx'])(
    'refuses the name of a file in place of its content: %s',
    async (name) => {
      const error = await refusal(name);
      expect(error).toBeInstanceOf(InvalidDataError);
      expect(error.code).toBe('E_ROW_TYPE');
      expect(error.message).toMatch(/^decodeCsv requires the content of a file; got what looks like its name: read it/);
      expect(`${error.message}${JSON.stringify(error.issues)}`).not.toContain(name);
    },
  );

  test('takes for content what only begins or ends like the name of a file', async () => {
    for (const text of ['events.csv\n', 'a,events.csv', 'events.csv\n1\n', 'price.value', '/data/answers']) {
      expect((await decodeCsv(text)).columns).toHaveLength(text.includes(',') ? 2 : 1);
    }
    expect((await decodeCsv(new TextEncoder().encode('events.csv'))).columns).toEqual(['events.csv']);
  });

  test.each([
    ['xlsx', [0x50, 0x4b, 0x03, 0x04, 0x14, 0x00]],
    ['xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]],
  ])('refuses a file of Excel: %s', async (_, bytes) => {
    for (const file of [Uint8Array.from(bytes), Uint8Array.from(bytes).buffer as unknown as Uint8Array]) {
      const error = await refusal(file);
      expect(error).toBeInstanceOf(InvalidDataError);
      expect(error.code).toBe('E_ROW_TYPE');
      expect(error.message).toBe('decodeCsv requires a file of text; got an Excel file: save it as CSV');
    }
  });

  test.each(['', '\n', '\uFEFF', '\r\n\r\n'])('makes no rows and no columns of %o', async (file) => {
    expect(await decodeCsv(file)).toMatchObject({ rows: [], columns: [], rejectedCount: 0 });
  });

  test('makes columns without rows of headings alone', async () => {
    expect(await decodeCsv('a,b\r\n')).toMatchObject({ rows: [], columns: ['a', 'b'] });
  });

  test('refuses records of another length, with their places', async () => {
    const error = await refusal('a,b\n1,2\n\n3\n4,5,6\n');
    expect(error).toBeInstanceOf(InvalidDataError);
    expect(error.message).toBe('decodeCsv requires 2 cells in every record; record 1 has 1 cell, and 1 more are wrong');
    expect(error.issues).toEqual([
      { code: 'E_ROW_TYPE', index: 1, field: null, expected: '2 cells', received: '1 cell' },
      { code: 'E_ROW_TYPE', index: 2, field: null, expected: '2 cells', received: '3 cells' },
    ]);
  });

  test('lists records of another length instead, when asked to exclude them', async () => {
    const table = await decodeCsv('a,b\n1,2\n3\n4,5,6\n7,8\n', { invalid: 'exclude' });
    expect(table.rows).toEqual([
      { a: '1', b: '2' },
      { a: '7', b: '8' },
    ]);
    expect(table.rejectedIndexes).toEqual([1, 2]);
    expect(table.rejected.map(({ received }) => received)).toEqual(['1 cell', '3 cells']);
  });

  test.each([
    ['never closed', 'a,b\r\n1,"x\r\ny"\r\n2,"z\r\n3,4\r\n', 4],
    ['within a quoted cell', 'a,b\n1,2\n"x"y,5\n"6",7\n', 3],
    ['in the headings', '"a"x,b\n1,2\n', 1],
    ['after a hint of the delimiter', 'sep=,\r\na,b\r\n1,2\r\n"x"y,2\r\n', 4],
  ])('refuses a quotation mark %s, with its line, in either mode', async (_, file, line) => {
    for (const invalid of ['throw', 'exclude'] as const) {
      const error = await refusal(file, { invalid });
      expect(error).toBeInstanceOf(InvalidDataError);
      expect(error.message).toBe(
        `decodeCsv requires quotation marks around whole cells, doubled within them; a cell that begins in line ${line} has others`,
      );
    }
  });

  test('refuses options that do not fit', async () => {
    const refused: unknown[] = [{ delimiter: ',,' }, { delimiter: '"' }, { header: true }, { invalid: 'ignore' }, null];
    for (const options of refused) {
      await expect(decodeCsv('a', options as DecodeCsvOptions)).rejects.toThrow(InvalidOptionError);
    }
  });

  test('goes from Shift_JIS bytes to typed rows', async () => {
    // おすすめ度,送料,送料 / ９,〒,① / 11,, with CRLF, as Windows writes it
    const bytes = Uint8Array.from(
      '82a882b782b782df93782c919797bf2c919797bf0d0a82582c81a72c87400d0a31312c2c0d0a'.match(/../g) ?? [],
      (hex) => Number.parseInt(hex, 16),
    );
    const file = await decodeCsv(bytes);
    expect(file.encoding).toBe('shift_jis');
    const columns = { recommend: score('おすすめ度', { scale: [0, 10] }), mark: id('送料 (2)') };
    const { rows, rejected } = parseResponses(file.rows, { columns });
    expect(rows).toEqual([{ recommend: 9, mark: '①' }]);
    expect(rejected).toMatchObject([{ code: 'E_NUM_RANGE', index: 1, field: 'おすすめ度' }]);
  });
});

describe('without papaparse', () => {
  afterEach(() => {
    vi.doUnmock('papaparse');
    vi.resetModules();
  });

  test('everything but decodeCsv works, and that says what to install', async () => {
    vi.resetModules();
    vi.doMock('papaparse', () => {
      throw new Error('Cannot find package');
    });
    const schema = await import('kizuna/schema');
    expect(schema.decodeText('a').text).toBe('a');
    await expect(schema.decodeCsv('a,b')).rejects.toThrow(
      'decodeCsv requires the package papaparse 5 (npm install papaparse); it could not be loaded',
    );
  });

  test('something else of that name is refused too', async () => {
    vi.resetModules();
    vi.doMock('papaparse', () => ({ default: {}, parse: undefined }));
    const schema = await import('kizuna/schema');
    await expect(schema.decodeCsv('a,b')).rejects.toThrow('what was loaded has no parse function');
  });
});
