import type { Align } from './block';
import { breakLines } from './lines';
import type { OutlineFont } from './outline-font';
import { at, BODY, filled, INK, LEADING, MARGIN, PAGE, rule, SMALL, SOFT, TEXT_WIDTH } from './page';

interface Style {
  size?: number;
  colour?: string;
}

export interface SetLine {
  text: string;
  size: number;
  colour: string;
}

/** Where the next thing of a page goes; begins a new page where one is full. */
export class Flow {
  readonly #pages: string[][] = [[]];
  /** from the lower edge of the page, points */
  y = PAGE.height - MARGIN.top;

  constructor(private readonly font: OutlineFont) {}

  get isAtTop(): boolean {
    return this.#page.length === 0;
  }

  /** Height that is left on the page. */
  get left(): number {
    return this.y - MARGIN.bottom;
  }

  newPage(): void {
    this.#pages.push([]);
    this.y = PAGE.height - MARGIN.top;
  }

  need(height: number): void {
    if (height > this.left && !this.isAtTop) this.newPage();
  }

  space(height: number): void {
    this.y -= height;
  }

  paint(...operators: string[]): void {
    this.#page.push(...operators);
  }

  lines(text: string, width: number, { size = BODY, colour = INK }: Style = {}): SetLine[] {
    const lines = breakLines(text, width, (part) => this.font.width(part) * size);
    return lines.map((line) => ({ text: line, size, colour }));
  }

  /** Sets a line under what is there. */
  line(line: SetLine, x: number): void {
    const height = line.size * LEADING;
    this.need(height);
    this.y -= height;
    this.showOn(line, x);
  }

  /** Sets a line in the row whose lower edge is `y`. */
  showOn(line: SetLine, x: number): void {
    this.show(line, x, this.y + line.size * 0.42);
  }

  /** Shows a line with its baseline at `y`. */
  show(line: SetLine, x: number, y: number): void {
    this.paint(this.#shown(line, x, y));
  }

  widthOf({ text, size }: SetLine): number {
    return this.font.width(text) * size;
  }

  /** Where a line begins that stands so in a width. */
  startOf(line: SetLine, x: number, width: number, align: Align = 'left'): number {
    if (align === 'left') return x;
    const rest = width - this.widthOf(line);
    return x + (align === 'right' ? rest : rest / 2);
  }

  /** @returns content streams, page by page */
  finish(footer: string): string[] {
    const total = this.#pages.length;
    const style = { size: SMALL, colour: SOFT };
    return this.#pages.map((parts, i) => {
      const number = { text: `${i + 1} / ${total}`, ...style };
      const right = this.startOf(number, MARGIN.side, TEXT_WIDTH, 'right');
      const note = this.lines(footer, TEXT_WIDTH - 60, style);
      const foot = [
        rule(MARGIN.bottom - 14),
        ...note.map((line, n) => this.#shown(line, MARGIN.side, MARGIN.bottom - 28 - n * 11)),
        this.#shown(number, right, MARGIN.bottom - 28),
      ];
      return [...parts, ...foot].join('\n');
    });
  }

  /** Lines on a tint with a bar at their left; they stay together. */
  panel(ink: string, tint: string, lines: readonly SetLine[]): void {
    const inner = lines.reduce((sum, { size }) => sum + size * LEADING, 0);
    const height = inner + 16;
    this.need(height);
    const bottom = this.y - height;
    this.paint(
      filled(tint, MARGIN.side, bottom, TEXT_WIDTH, height),
      filled(ink, MARGIN.side, bottom, 3, height),
    );
    this.space(8);
    for (const line of lines) this.line(line, MARGIN.side + 14);
    this.space(16);
  }

  get #page(): string[] {
    return this.#pages.at(-1)!;
  }

  #shown({ text, size, colour }: SetLine, x: number, y: number): string {
    let from = x;
    const parts = [`${colour} rg BT`];
    for (const run of this.font.encode(text)) {
      parts.push(`/${run.font} ${size} Tf 1 0 0 1 ${at(from)} ${at(y)} Tm <${run.codes}> Tj`);
      from += this.font.width(run.text) * size;
    }
    return `${parts.join(' ')} ET`;
  }
}
