import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { fields } from './fields';
import { newPerson } from './testing';

const takes = (schema: v.GenericSchema, value: unknown) => v.is(schema, value);

describe('a reason', () => {
  it.each(['身份证号 11010519491231002X 与照片不符', '账号 4305 0000 1234 5678 000', '430501-19491231-0021'])(
    'is not to tell everybody a number: %s',
    (text) => expect(takes(fields.reason(100), text)).toBe(false),
  );

  it.each([
    '证号４３０６０３１９９００１０１１２３４',
    '证号 430603  19900101  1234',
    '证号43060319900101123X',
  ])('holds no number however it is typed: %s', (text) =>
    expect(takes(fields.reason(100), text)).toBe(false),
  );

  it.each([
    ...['金额不符，应为 380 元', '已致电 13800138000 核实', '订单 2026-11-25 14:30 提交，晚于 11-24'],
    '信用代码 91330100799655058B 与执照不符',
    '38000.00\n12000.00\n45000.00',
  ])('may be %s', (text) => expect(takes(fields.reason(100), text)).toBe(true));
});

describe('a line of text', () => {
  const line = fields.text(12);

  it.each([
    '岳阳市云溪区',
    'A',
    'Müller & Co',
    '张·三丰（个体）',
    '𠮷野家',
    '编号：№1／２',
    '한글',
    '①②③',
    '🚧',
  ])('may be %s', (text) => expect(takes(line, text)).toBe(true));

  it.each([
    ['nothing', ''],
    ['blanks at its ends', ' 张三'],
    ['ideographic blanks', '张三\u3000'],
    ['two lines', '张\n三'],
    ['a tabulator', '张\t三'],
    ['a zero', '张\u0000三'],
    ['a direction', '张\u202e三'],
    ['an isolate', '张\u2066三'],
    ['a mark of direction', '张\u200f三'],
    ['nothing visible', '张\u200b三'],
    ['a soft hyphen', '张\u00ad三'],
    ['a filler', '\u3164'],
    ['private use', '张\ue000'],
    ['a tag', '张\u{e0041}'],
    ['another form of the same', 'Mu\u0308ller'],
    ['a compatibility ideograph', '\uf900'],
    ['more than is allowed', '一二三四五六七八九十一二三'],
    ['half a character', '\ud842'],
    ['a number', 5],
  ])('may not have %s', (_what, text) => expect(takes(line, text)).toBe(false));

  it('is counted in characters, not in halves of them', () => {
    expect(takes(line, '𠮷'.repeat(12))).toBe(true);
    expect(takes(line, '𠮷'.repeat(13))).toBe(false);
    expect(takes(fields.text(12, 2), '𠮷')).toBe(false);
  });
});

describe('a paragraph', () => {
  it('has lines, and no other controls', () => {
    expect(takes(fields.paragraph(20), '照片不清。\n请重拍。')).toBe(true);
    for (const text of ['一\r\n二', '一\u2028二', '\n一', '一\n']) {
      expect(takes(fields.paragraph(20), text)).toBe(false);
    }
  });
});

describe('bytes', () => {
  it.each<[string, boolean]>([
    ['AAAA', true],
    ['AA', true],
    ['AB', false], // bits after the last byte
    ['AAA=', false],
    ['AA+A', false],
    ['AAAAAA', false],
    ['', false],
    ['A', false],
  ])('%s', (encoded, isTaken) => expect(takes(fields.bytes(3), encoded)).toBe(isTaken));
});

describe('amounts, instants, numbers', () => {
  it.each<[v.GenericSchema, unknown, boolean]>([
    [fields.fen, 1, true],
    [fields.fen, 0, false],
    [fields.fen, 1.5, false],
    [fields.fen, -100, false],
    [fields.fen, 1e11, false],
    [fields.fen, '100', false],
    [fields.instant, 0, true],
    [fields.instant, 8.64e15 + 1, false],
    [fields.mobile, '13800138000', true],
    [fields.mobile, '12800138000', false],
    [fields.mobile, '138001380001', false],
    [fields.mobile, '１3800138000', false],
    [fields.email, 'a.b+c@example.com.cn', true],
    [fields.email, 'a@b', false],
    [fields.email, 'a@b.com\n', false],
    [fields.hash, 'A'.repeat(43), true],
    [fields.hash, 'B'.repeat(43), false],
    [fields.authorId, 'A'.repeat(42), false],
    [fields.recordId, 'A'.repeat(43), true],
    [fields.blobId, 5, false],
  ])('%#: %s', (schema, value, isTaken) => expect(takes(schema, value)).toBe(isTaken));
});

it('a recipient is an age X25519 recipient', async () => {
  const { recipient } = await newPerson();
  expect(takes(fields.recipient, recipient)).toBe(true);
  for (const other of [recipient.toUpperCase(), `${recipient} `, recipient.slice(1), 'age1', '']) {
    expect(takes(fields.recipient, other), other).toBe(false);
  }
});
