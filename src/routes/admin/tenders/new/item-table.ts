import { readCells } from '$lib/tender';
import { csvFile } from '../../../ca/csv';
import { m } from '$messages';
import { newItem, type ItemForm } from './tender-form';

type Column = Exclude<keyof ItemForm, 'id'>;

/** Heads that buyers' tables have, in the language of the platforms. */
const HEADS: readonly (readonly [Column, RegExp])[] = [
  ['lot', /^(?:标段|包号?|分包|lot)/i],
  ['requirement', /参数|要求|规格|描述|require|specification/i],
  ['quantity', /数量|qty|quantity/i],
  ['unit', /单位|unit/i],
  ['name', /名称|品名|货物|项目|name|item/i],
];
/** Where there is no head. */
const ORDER: readonly Column[] = ['name', 'quantity', 'unit', 'requirement', 'lot'];

/**
 * Items of a table that was copied from a spreadsheet or saved by one. What is wrong in a cell is shown in the form,
 * where it can be put right; blank lines are left out.
 *
 * @param table tab, comma or semicolon between cells; CSV in UTF-8 or GB18030
 */
export function readItemTable(table: Uint8Array | string): ItemForm[] {
  const lines = readCells(table, 2).filter((cells) => cells.some((cell) => cell.trim() !== ''));
  const head = columnsOf(lines[0] ?? []);
  const columns = head ?? ORDER;
  return lines.slice(head ? 1 : 0).map((cells) => {
    const item = newItem();
    columns.forEach((column, index) => {
      if (column) item[column] = unguarded(cells[index] ?? '').trim();
    });
    return item;
  });
}

/** @returns what each column is; undefined where the line is no head */
function columnsOf(cells: readonly string[]): (Column | undefined)[] | undefined {
  const taken = new Set<Column>();
  const columns = cells.map((cell) => {
    const found = HEADS.find(([column, pattern]) => !taken.has(column) && pattern.test(cell.trim()))?.[0];
    if (found) taken.add(found);
    return found;
  });
  return taken.has('name') && (taken.has('quantity') || taken.has('requirement')) ? columns : undefined;
}

/** An apostrophe keeps a text that begins like a formula a text. */
function unguarded(cell: string): string {
  return /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell;
}

/** The items as a table for spreadsheets, to be filled in or kept. */
export function itemTable(items: readonly ItemForm[]): File {
  const head = [
    ...[m.tender_item_lot(), m.tender_item_name(), m.tender_item_quantity(), m.tenderadmin_item_unit()],
    m.tender_item_requirement(),
  ];
  const rows = items.map(({ lot, name, quantity, unit, requirement }) => [
    ...[lot, name, quantity, unit, requirement],
  ]);
  return csvFile(m.tenderadmin_items_file(), [head, ...rows]);
}
