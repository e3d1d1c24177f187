import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { BidDraft } from '../bid-form';
import { readBidWorkbook, writeBidWorkbook } from '../bid-table-xlsx';
import { isWorkbook, MAX_WORKBOOK_BYTES, readSheet, writeSheet } from '.';

const items = [
  { id: 'i1', name: '路灯 & "大" <灯>', unit: '盏', quantityMilli: 2500, requirement: '一\n二' },
  { id: '002', name: '电缆', unit: '米', quantityMilli: 300_000, requirement: '铜芯' },
];
const form: BidDraft = {
  version: 1,
  rows: [
    {
      item: 'i1',
      note: '=1+1',
      response: '好\r\n_x000D_',
      deviation: 'none',
      deliveryDays: 9,
      unitPriceFen: 12345,
    },
    { item: '002', note: '', response: '' },
  ],
};

describe('the deviation table as a workbook', () => {
  it('comes back as it went', () => {
    expect(readBidWorkbook(writeBidWorkbook(form, items), items)).toEqual({ draft: form });
  });

  it('is the same file each time', () => {
    expect(writeBidWorkbook(form, items)).toEqual(writeBidWorkbook(form, items));
  });

  it('carries no formula that a supplier wrote', () => {
    const sheet = new TextDecoder().decode(
      unzipSync(writeBidWorkbook(form, items))['xl/worksheets/sheet1.xml'],
    );
    expect(sheet.match(/<f>/g)).toHaveLength(items.length);
    expect(sheet).toContain('<t xml:space="preserve">=1+1</t>');
  });

  it('tells errors by row and column', () => {
    const rows = [['x', '', '', '', '也许', 1.5, 1.234]];
    const titles = ['编号', '名称', '技术参数/具体要求', '响应', '偏离', '交货期(天)', '单价(元)', '备注'];
    const columns = titles.map((title) => ({ title, style: 'general' as const, width: 9 }));
    expect(readBidWorkbook(writeSheet({ name: 'x', columns, rows }), items)).toEqual({
      problems: [
        { code: 'unknown-item', row: 2, column: 1 },
        { code: 'bad-deviation', row: 2, column: 5 },
        { code: 'bad-days', row: 2, column: 6 },
        { code: 'bad-price', row: 2, column: 7 },
      ],
    });
  });
});

const NS = 'http://schemas.openxmlformats.org';
const TYPE = `${NS}/officeDocument/2006/relationships`;

/** A workbook as programs lay them out; parts can be replaced. */
function workbook(sheet: string, over: Record<string, string> = {}): Uint8Array {
  const parts = {
    '_rels/.rels': `<Relationships xmlns="${NS}/package/2006/relationships"><Relationship Id="rId1" Type="${TYPE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${TYPE}"><sheets><sheet name="a" sheetId="4" r:id="rId7"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Target="worksheets/sheet1.xml" Type="${TYPE}/worksheet" Id="rId7"/><Relationship Target="/xl/sharedStrings.xml" Type="${TYPE}/sharedStrings" Id="rId8"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...over,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])));
}

describe('a sheet of others', () => {
  it('has its texts in a table of strings, rich ones and how they are read among them', () => {
    const bytes = workbook(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="3"><c r="A3" t="s"><v>2</v></c></row>',
      {
        'xl/SharedStrings.xml':
          '<sst><si><t>一 &amp; 二&#x4E09;</t></si><si><r><rPr><b/></rPr><t>四</t></r><r><t xml:space="preserve"> 五</t></r><rPh sb="0" eb="1"><t>シ</t></rPh></si><si><t/></si></sst>',
      },
    );
    expect(readSheet(bytes)).toEqual([['一 & 二三', '', '四 五']]);
  });

  it('has prefixes, no positions, comments, marked sections and values of formulas', () => {
    const sheet =
      '<x:row><x:c><x:v>1</x:v></x:c><!-- > --><x:c t="str"><x:f>A1&gt;1</x:f><x:v><![CDATA[<是>]]></x:v></x:c></x:row>' +
      '<x:row><x:c t="b"><x:v>1</x:v></x:c><x:c t="inlineStr"><x:is><x:t>行_x000A_内</x:t></x:is></x:c></x:row>';
    const whole = `<?xml version="1.0"?><x:worksheet xmlns:x="a>b"><x:sheetData>${sheet}</x:sheetData></x:worksheet>`;
    expect(readSheet(workbook('', { 'xl/worksheets/sheet1.xml': whole }))).toEqual([
      ['1', '<是>'],
      ['1', '行\n内'],
    ]);
  });

  it('has numbers as the computer has them', () => {
    const values = ['0.30000000000000004', '1E3', '1234.4999999999999', '12.', '-0.5', '1e21'];
    const cells = values.map((value) => `<c><v>${value}</v></c>`).join('');
    expect(readSheet(workbook(`<row>${cells}</row>`))).toEqual([
      ['0.3', '1000', '1234.5', '12', '-0.5', '1e+21'],
    ]);
  });

  it('comes after one that is hidden', () => {
    const bytes = workbook('<row><c><v>1</v></c></row>', {
      'xl/workbook.xml': `<workbook><sheets><sheet name="b" sheetId="1" state="hidden" r:id="rId9"/><sheet name="a" sheetId="2" r:id="rId7"/></sheets></workbook>`,
    });
    expect(readSheet(bytes)).toEqual([['1']]);
  });
});

describe('what is no workbook, or a hostile one', () => {
  const codeOf = (bytes: Uint8Array): unknown => {
    try {
      return readSheet(bytes);
    } catch (error) {
      return (error as { code: unknown }).code;
    }
  };

  it('is told apart', () => {
    expect(codeOf(strToU8('编号,名称'))).toBe('not-workbook');
    expect(codeOf(zipSync({ 'a.txt': strToU8('a') }))).toBe('not-workbook');
    expect(codeOf(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]))).toBe('old-workbook');
    expect(isWorkbook(strToU8('PK'))).toBe(true);
    expect(isWorkbook(strToU8('编号'))).toBe(false);
  });

  it('is refused where it inflates without end', () => {
    const zeros = new Uint8Array(33 * 1024 * 1024);
    const files = unzipSync(workbook(''));
    const bomb = zipSync({ ...files, 'xl/worksheets/sheet1.xml': zeros });
    expect(bomb.length).toBeLessThan(200_000);
    expect(codeOf(bomb)).toBe('too-large');
    // The size that the directory claims is a lie: no more room is taken than it says.
    const view = new DataView(bomb.buffer);
    for (let at = 0; at < bomb.length - 4; at++) {
      if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) === zeros.length) {
        view.setUint32(at + 24, 100, true);
      }
    }
    expect(codeOf(bomb)).toEqual([]);
  });

  it('is refused where it is too much, broken, or has entities of its own', () => {
    expect(codeOf(workbook('<row r="6000"><c><v>1</v></c></row>'))).toBe('too-large');
    expect(codeOf(workbook('<row r="6000"><c/></row><row r="1"><c r="XFD1"><v>1</v></c></row>'))).toEqual([]);
    expect(codeOf(workbook('', { 'xl/worksheets/sheet1.xml': '<worksheet><row' }))).toBe('damaged');
    expect(codeOf(workbook('<!DOCTYPE a [<!ENTITY a "aaaa">]><row/>'))).toBe('damaged');
    expect(codeOf(workbook('').subarray(0, 200))).toBe('damaged');
    const padded = new Uint8Array(MAX_WORKBOOK_BYTES + 1);
    padded.set([0x50, 0x4b]);
    expect(codeOf(padded)).toBe('too-large');
    const many = Object.fromEntries(Array.from({ length: 2001 }, (_, n) => [`${n}`, new Uint8Array()]));
    expect(codeOf(zipSync(many))).toBe('too-large');
  });
});
