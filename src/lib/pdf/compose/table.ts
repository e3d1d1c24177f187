import type { Align, TableBlock } from './block';
import type { Flow, SetLine } from './flow';
import { filled, MARGIN, PAGE, SOFT, TEXT_WIDTH, TINT } from './page';

const SIZE = 8.5;
const LINE_HEIGHT = SIZE * 1.4;
const PADDING = { x: 4, y: 4 };
const BORDER = '0.6 0.61 0.63';
const BORDER_WIDTH = 0.5;
const WHOLE_PAGE = PAGE.height - MARGIN.top - MARGIN.bottom;
/** Taller rows are cut where the page ends; the others go over to the next one. */
const TALL = WHOLE_PAGE / 3;
/** Fewer lines of a row are not worth a piece of their own. */
const FEWEST_LINES = 4;

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
  const sumsHeight = sums.reduce((sum, row) => sum + heightOf(row), 0);

  // The head is not left alone at the foot of a page.
  const first = rows[0] ? Math.min(heightOf(cellsOf(rows[0])), TALL) : 0;
  if (!flow.isAtTop) flow.space(4);
  flow.need(heightOf(head) + first);
  setRow(flow, head, TINT);
  let isFresh = true;
  const nextPage = () => {
    flow.newPage();
    setRow(flow, head, TINT);
    isFresh = true;
  };
  const set = (row: Row, tint?: string) => {
    setRow(flow, row, tint);
    isFresh = false;
  };

  rows.forEach((texts, i) => {
    const below = i === rows.length - 1 ? sumsHeight : 0;
    let rest: Row = cellsOf(texts);
    while (rest.length > 0) {
      const height = heightOf(rest);
      if (height + below <= flow.left || (isFresh && height <= flow.left)) {
        set(rest);
        break;
      }
      const lines = Math.floor((flow.left - 2 * PADDING.y) / LINE_HEIGHT);
      const isCut = height > Math.max(TALL, flow.left) && lines >= FEWEST_LINES;
      if (isCut) {
        set(linesOf(rest, 0, lines));
        rest = linesOf(rest, lines);
      }
      nextPage();
    }
  });
  for (const row of sums) {
    if (heightOf(row) > flow.left) nextPage();
    set(row, TINT);
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

/** A label over all columns but the last, and its value; without one, the label over all. */
function totalRow(
  flow: Flow,
  { label, value }: { label: string; value?: string },
  places: readonly Place[],
): Cell[] {
  const last = places.at(-1)!;
  const width = (value === undefined ? last.x + last.width : last.x) - MARGIN.side;
  const over = cell(flow, label, { x: MARGIN.side, width, align: 'right' });
  return value === undefined ? [over] : [over, cell(flow, value, last)];
}

function heightOf(row: Row): number {
  return Math.max(...row.map(({ lines }) => lines.length)) * LINE_HEIGHT + 2 * PADDING.y;
}

/** Some lines of each cell of a row. */
function linesOf(row: Row, from: number, to?: number): Row {
  return row.map((one) => ({ ...one, lines: one.lines.slice(from, to) }));
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
