/** A judgement's colour; it always stands beside a word. */
export type Tone = 'valid' | 'pending' | 'invalid' | 'neutral';

export type Align = 'left' | 'center' | 'right';

interface TableColumn {
  title: string;
  /** share of the width, against the other columns */
  width: number;
  align?: Align;
}

/** A table with ruled cells; its head stands on every page that it reaches. */
export interface TableBlock {
  kind: 'table';
  columns: TableColumn[];
  /** a text for each column */
  rows: string[][];
  /** below the rows, kept with the last of them: a label over all columns but the last and that one's text, or over all */
  totals?: { label: string; value?: string }[];
}

/** A part of a document, in words. */
export type Block =
  /** in the middle, as of an official document */
  | { kind: 'title'; text: string; subtitle?: string }
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'verdict'; tone: Tone; word: string; text: string }
  | { kind: 'facts'; facts: { label: string; value: string }[] }
  | { kind: 'note'; tone: Tone; title: string; text: string }
  | { kind: 'text'; text: string }
  /** of a letter: its first line is indented by two characters where `indent` says so */
  | { kind: 'paragraph'; text: string; indent?: boolean; align?: Align }
  | { kind: 'list'; items: string[] }
  | TableBlock
  /** lines to sign or seal on, under one another at the right, with room for a seal; they stay on one page */
  | { kind: 'places'; places: { label: string; value?: string; roomPt: number }[] }
  /** a QR code with words beside it; `modules`: `size` × `size` in rows, 1 = dark */
  | { kind: 'code'; size: number; modules: Uint8Array; text: string }
  /** what follows begins on a new page */
  | { kind: 'page' };

/** All texts of a block, run together: what its fonts have to hold. */
export function textOf(block: Block): string {
  switch (block.kind) {
    case 'title':
      return block.text + (block.subtitle ?? '');
    case 'verdict':
      return block.word + block.text;
    case 'facts':
      return block.facts.map(({ label, value }) => label + value).join('');
    case 'note':
      return block.title + block.text;
    case 'list':
      return block.items.join('');
    case 'table':
      return [
        ...block.columns.map(({ title }) => title),
        ...block.rows.flat(),
        ...(block.totals ?? []).flatMap(({ label, value = '' }) => [label, value]),
      ].join('');
    case 'places':
      return block.places.map(({ label, value = '' }) => label + value).join('');
    case 'page':
      return '';
    default:
      return block.text;
  }
}
