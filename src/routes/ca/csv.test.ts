import { describe, expect, test } from 'vitest';
import { csvOf } from './csv';

const line = (...cells: (string | number)[]): string => csvOf([cells]).slice(1).trimEnd();

describe('a table for spreadsheets', () => {
  test('begins with a byte order mark and ends its lines with CR LF', () => {
    expect(
      csvOf([
        ['公司', '金额'],
        ['云溪测试有限公司', 300.5],
      ]),
    ).toBe('\uFEFF公司,金额\r\n云溪测试有限公司,300.5\r\n');
  });

  test('quotes commas, quotation marks and line breaks', () => {
    expect(line('a,b', 'say "hi"', 'two\r\nlines')).toBe('"a,b","say ""hi""","two\r\nlines"');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', ' =1', '－2+3', '＠x'])(
    'does not let %j be a formula',
    (text) => {
      expect(line(text).replace(/^"/, '')).toBe(`'${text}`.replace(/\r.*/s, (rest) => rest + '"'));
    },
  );

  test('leaves negative numbers that are numbers', () => {
    expect(line(-2)).toBe('-2');
  });

  test('keeps all digits of a long number', () => {
    expect(line('914306001234567890')).toBe("'914306001234567890");
    expect(line('13800138000')).toBe('13800138000');
    expect(line('9143060012345678E9')).toBe("'9143060012345678E9"); // a credit code
  });
});
