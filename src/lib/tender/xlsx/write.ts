import { strToU8, zipSync } from 'fflate';
import { escaped } from './xml';

/** How a column shows what is in it: `text` takes whatever is typed for a text, a code with noughts before it too. */
type ColumnStyle = 'text' | 'whole' | 'money' | 'general';

type SheetCell = string | number | undefined | { formula: string; value: number | undefined };

export interface Sheet {
  name: string;
  columns: readonly {
    title: string;
    style: ColumnStyle;
    /** in digits */
    width: number;
    /** what may be chosen; the texts have no comma and fewer than 255 characters together */
    choices?: readonly string[];
  }[];
  rows: readonly (readonly SheetCell[])[];
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** places of the formats in `styles.xml`; 0 is the default, 1 the head's */
const STYLES: Readonly<Record<ColumnStyle, number>> = { text: 2, whole: 3, money: 4, general: 5 };
/** numbers of formats that every program knows (§18.8.30): `@`, `0`, `#,##0.00`, General */
const FORMATS = [49, 1, 4, 0];

/** A workbook of one sheet with a head that stays in view: the fewest parts that ECMA-376 asks for. */
export function writeSheet(sheet: Sheet): Uint8Array<ArrayBuffer> {
  const parts = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${CONTENT}.worksheet+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/></Types>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml':
      `<workbook xmlns="${MAIN}" xmlns:r="${TYPE}"><sheets>` +
      `<sheet name="${escaped(sheet.name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': styles(),
    'xl/worksheets/sheet1.xml': worksheet(sheet),
  };
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const files = Object.entries(parts).map(([name, xml]) => [name, strToU8(head + xml)] as const);
  // The same table gives the same file.
  return zipSync(Object.fromEntries(files), { mtime: '1980-01-01T00:00:00' }) as Uint8Array<ArrayBuffer>;
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(
    ([type, target], n) => `<Relationship Id="rId${n + 1}" Type="${TYPE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${RELATIONS}">${list.join('')}</Relationships>`;
}

function styles(): string {
  const align = '<alignment vertical="top" wrapText="1"/>';
  const cells = FORMATS.map(
    (format) =>
      `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">${align}</xf>`,
  );
  const fonts = ['', '<b/>'].map((bold) => `<font>${bold}<sz val="11"/><name val="Microsoft YaHei"/></font>`);
  return (
    `<styleSheet xmlns="${MAIN}"><fonts count="2">${fonts.join('')}</fonts>` +
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFF2F0EB"/></patternFill></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${cells.length + 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
    `<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1">${align}</xf>` +
    `${cells.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}

function worksheet({ columns, rows }: Sheet): string {
  const cols = columns.map(
    ({ width, style }, n) =>
      `<col min="${n + 1}" max="${n + 1}" width="${width}" style="${STYLES[style]}" customWidth="1"/>`,
  );
  const head = columns.map(({ title }, n) => text(`${letters(n)}1`, title, 1));
  const lines = rows.map((cells, n) => {
    const written = cells.map((cell, at) =>
      cellXml(`${letters(at)}${n + 2}`, cell, STYLES[columns[at]!.style]),
    );
    return `<row r="${n + 2}">${written.join('')}</row>`;
  });
  return (
    `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${cols.join('')}</cols><sheetData><row r="1">${head.join('')}</row>${lines.join('')}</sheetData>` +
    `${choices(columns, rows.length)}</worksheet>`
  );
}

function choices(columns: Sheet['columns'], count: number): string {
  const lists = columns.flatMap(({ choices: options }, n) =>
    options && count > 0
      ? [
          `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${letters(n)}2:${letters(n)}${count + 1}">` +
            `<formula1>"${escaped(options.join(','))}"</formula1></dataValidation>`,
        ]
      : [],
  );
  return lists.length === 0
    ? ''
    : `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`;
}

function cellXml(at: string, cell: SheetCell, style: number): string {
  if (cell === undefined || cell === '') return `<c r="${at}" s="${style}"/>`;
  if (typeof cell === 'string') return text(at, cell, style);
  if (typeof cell === 'number') return `<c r="${at}" s="${style}"><v>${cell}</v></c>`;
  const { formula, value } = cell;
  return value === undefined
    ? `<c r="${at}" s="${style}" t="str"><f>${escaped(formula)}</f><v></v></c>`
    : `<c r="${at}" s="${style}"><f>${escaped(formula)}</f><v>${value}</v></c>`;
}

/** A text within its cell (§18.18.11): what looks like a formula stays a text. */
function text(at: string, value: string, style: number): string {
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

/** 0 → A; enough for 26 columns. */
function letters(column: number): string {
  return String.fromCharCode(65 + column);
}
