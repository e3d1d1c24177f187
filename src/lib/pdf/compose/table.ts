import type { Align, TableBlock } from './block';
import type { Flow, SetLine } from './flow';
import { filled, MARGIN, PAGE, SOFT, TEXT_WIDTH, TINT } from './page';

const SIZE = 8.5;
const LINE_HEIGHT = SIZE * 1.4;
const PADDING = { x: 4, y: 4 };
const BORDER = '0.6 0.61 0.63';
const BORDER_WIDTH = 0.5;
/** Rows that do not fit a page are cut; the rest goes on below the head of the next one. */
const TALLEST = PAGE.height - MARGIN.top - MARGIN.bottom;

interface Cell {
  lines: SetLine[];
  x: number;
  width: number;
  align: Align;
}

type Row = readonly Cell[];

/** Sets a table with ruled cells, the head again at the top of each page that it reaches. */
export function setTable(flow: Flow, { columns, rows, totals = [] }: TableBlock): void {
  const places = placesOf(columns);
  const cellsOf = (texts: readonly string[], colour?: string): Cell[] =>
    places.map((place, i) => cell(flow, texts[i] ?? '', place, colour));
  const head = cellsOf(
    columns.map(({ title }) => title),
    SOFT,
  ).map((one) => ({ ...one, align: 'center' as const }));
  const sums = totals.map((total) => totalRow(flow, total, places));
  const room = TALLEST - heightOf(head);

  const setHead = () => setRow(flow, head, TINT);
  const firstHeight = rows.length > 0 ? Math.min(heightOf(cellsOf(rows[0]!)), room) : 0;
  if (!flow.isAtTop) flow.space(4);
  flow.need(heightOf(head) + firstHeight);
  setHead();
  const needUnderHead = (height: number) => {
    if (flow.fits(height)) return;
    flow.newPage();
    setHead();
  };
  rows.forEach((texts, i) => {
    const below = i === rows.length - 1 ? sums.reduce((sum, row) => sum + heightOf(row), 0) : 0;
    for (const part of cut(cellsOf(texts), room)) {
      needUnderHead(Math.min(heightOf(part) + below, room));
      setRow(flow, part);
    }
  });
  for (const row of sums) {
    needUnderHead(heightOf(row));
    setRow(flow, row, TINT);
  }
  flow.space(10);
}

type Place = Pick<Cell, 'x' | 'width' | 'align'>;

function placesOf(columns: TableBlock['columns']): Place[] {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  let x = MARGIN.side;
  return columns.map(({ width: share, align = 'left' }) => {
    const width = (share / all) * TEXT_WIDTH;
    const place = { x, width, align };
    x += width;
    return place;
  });
}

function cell(flow: Flow, text: string, place: Place, colour?: string): Cell {
  const lines = flow.lines(text, place.width - 2 * PADDING.x, { size: SIZE, ...(colour && { colour }) });
  return { ...place, lines };
}

/** A label over all columns but the last; where there is one column only, both stand in it. */
function totalRow(
  flow: Flow,
  { label, value }: { label: string; value: string },
  places: readonly Place[],
): Cell[] {
  const last = places.at(-1)!;
  if (places.length === 1) return [cell(flow, `${label} ${value}`, last)];
  const over = { x: MARGIN.side, width: last.x - MARGIN.side, align: 'right' as const };
  return [cell(flow, label, over), cell(flow, value, last)];
}

function heightOf(row: Row): number {
  return Math.max(...row.map(({ lines }) => lines.length)) * LINE_HEIGHT + 2 * PADDING.y;
}

/** Parts of a row that fit a page each. */
function cut(row: Row, room: number): Row[] {
  const most = Math.floor((room - 2 * PADDING.y) / LINE_HEIGHT);
  const count = Math.max(...row.map(({ lines }) => lines.length));
  const parts: Row[] = [];
  for (let from = 0; from < count; from += most)
    parts.push(row.map((one) => ({ ...one, lines: one.lines.slice(from, from + most) })));
  return parts;
}

function setRow(flow: Flow, row: Row, tint?: string): void {
  const height = heightOf(row);
  const top = flow.y;
  flow.space(height);
  if (tint) flow.paint(filled(tint, MARGIN.side, flow.y, TEXT_WIDTH, height));
  for (const { x, width } of row) flow.paint(frame(x, flow.y, width, height));
  for (const { lines, x, width, align } of row) {
    lines.forEach((line, i) => {
      const start = flow.startOf(line, x + PADDING.x, width - 2 * PADDING.x, align);
      flow.show(line, start, top - PADDING.y - (i + 1) * LINE_HEIGHT + SIZE * 0.38);
    });
  }
}

function frame(x: number, y: number, width: number, height: number): string {
  return `${BORDER} RG ${BORDER_WIDTH} w ${[x, y, width, height].map((n) => n.toFixed(2)).join(' ')} re S`;
}
