import type { Block, Tone } from './block';
import type { Flow } from './flow';
import { BODY, filled, INK, LEADING, MARGIN, rule, SOFT, TEXT_WIDTH } from './page';
import { setTable } from './table';

const LABEL_WIDTH = 96;
const HEADINGS = { 1: 20, 2: 14, 3: 11.5 } as const;
const TITLE = 20;
const LETTER = 11;
const LETTER_LEADING = 1.8;
/** Points of a module of a QR code: about half a millimetre, which any camera reads from paper. */
const MODULE = 1.6;
const BLACK = '0 0 0';

const TONES: Readonly<Record<Tone, { ink: string; tint: string }>> = {
  valid: { ink: '0.106 0.416 0.243', tint: '0.906 0.949 0.922' },
  pending: { ink: '0.522 0.314 0', tint: '0.984 0.945 0.875' },
  invalid: { ink: '0.545 0.102 0.102', tint: '0.976 0.922 0.918' },
  neutral: { ink: '0.333 0.353 0.38', tint: '0.933 0.929 0.918' },
};

/** Sets a block under what is there. */
export function setBlock(flow: Flow, block: Block): void {
  switch (block.kind) {
    case 'title':
      return setTitle(flow, block.text, block.subtitle);
    case 'heading':
      return setHeading(flow, block.level, block.text);
    case 'verdict': {
      const { ink, tint } = TONES[block.tone];
      return flow.panel(ink, tint, [
        ...flow.lines(block.word, TEXT_WIDTH - 28, { size: 14, colour: ink }),
        ...flow.lines(block.text, TEXT_WIDTH - 28),
      ]);
    }
    case 'note': {
      const { ink, tint } = TONES[block.tone];
      return flow.panel(ink, tint, [
        ...flow.lines(block.title, TEXT_WIDTH - 28),
        ...flow.lines(block.text, TEXT_WIDTH - 28, { colour: SOFT }),
      ]);
    }
    case 'facts':
      for (const fact of block.facts) setFact(flow, fact);
      return flow.space(6);
    case 'text':
      for (const line of flow.lines(block.text, TEXT_WIDTH)) flow.line(line, MARGIN.side);
      return flow.space(6);
    case 'paragraph':
      return setParagraph(flow, block);
    case 'list':
      for (const item of block.items) setItem(flow, item);
      return flow.space(6);
    case 'table':
      return setTable(flow, block);
    case 'places':
      return setPlaces(flow, block.places);
    case 'code':
      return setCode(flow, block);
    case 'page':
      if (!flow.isAtTop) flow.newPage();
  }
}

function setTitle(flow: Flow, text: string, subtitle: string | undefined): void {
  flow.need(TITLE * LEADING + 60);
  flow.space(flow.isAtTop ? 6 : 20);
  const lines = [
    ...flow.lines(text, TEXT_WIDTH, { size: TITLE }),
    ...(subtitle ? flow.lines(subtitle, TEXT_WIDTH, { size: LETTER, colour: SOFT }) : []),
  ];
  for (const line of lines) flow.line(line, flow.startOf(line, MARGIN.side, TEXT_WIDTH, 'center'));
  flow.space(14);
}

function setHeading(flow: Flow, level: 1 | 2 | 3, text: string): void {
  const size = HEADINGS[level];
  // A heading stays with what follows it.
  flow.need(size * LEADING + 60);
  if (!flow.isAtTop) flow.space(level === 3 ? 6 : 14);
  if (level === 2 && !flow.isAtTop) {
    flow.paint(rule(flow.y + 4));
    flow.space(8);
  }
  for (const line of flow.lines(text, TEXT_WIDTH, { size })) flow.line(line, MARGIN.side);
  flow.space(level === 3 ? 2 : 6);
}

function setFact(flow: Flow, { label, value }: { label: string; value: string }): void {
  const labels = flow.lines(label, LABEL_WIDTH - 8, { colour: SOFT });
  const values = flow.lines(value, TEXT_WIDTH - LABEL_WIDTH);
  for (let i = 0; i < Math.max(labels.length, values.length); i += 1) {
    flow.need(BODY * LEADING);
    flow.space(BODY * LEADING);
    if (labels[i]) flow.showOn(labels[i]!, MARGIN.side);
    if (values[i]) flow.showOn(values[i]!, MARGIN.side + LABEL_WIDTH);
  }
  flow.space(2);
}

function setItem(flow: Flow, text: string): void {
  flow.lines(text, TEXT_WIDTH - 14).forEach((line, i) => {
    flow.line(line, MARGIN.side + 14);
    if (i === 0) flow.showOn({ ...line, text: '•' }, MARGIN.side + 2);
  });
}

/** Two ideographic spaces make the indent: it is broken into lines with the text, and read back with it. */
function setParagraph(flow: Flow, { text, indent, align }: Extract<Block, { kind: 'paragraph' }>): void {
  const lines = flow.lines(indent ? `\u3000\u3000${text}` : text, TEXT_WIDTH, { size: LETTER });
  for (const line of lines) {
    const height = LETTER * LETTER_LEADING;
    flow.need(height);
    flow.space(height);
    const x = flow.startOf(line, MARGIN.side, TEXT_WIDTH, align);
    flow.show(line, x, flow.y + LETTER * (LETTER_LEADING / 2 - 0.36));
  }
  flow.space(3);
}

function setPlaces(flow: Flow, places: Extract<Block, { kind: 'places' }>['places']): void {
  const left = MARGIN.side + TEXT_WIDTH * 0.42;
  const width = TEXT_WIDTH * 0.58;
  flow.need(places.reduce((sum, { roomPt }) => sum + roomPt, 0));
  for (const { label, value, roomPt } of places) {
    flow.space(roomPt);
    const [first, ...rest] = flow.lines(`${label}${value ?? ''}`, width, { size: LETTER });
    if (!first) continue;
    const baseline = flow.y + 6;
    flow.show(first, left, baseline);
    rest.forEach((line, i) => flow.show(line, left, baseline - (i + 1) * LETTER * LEADING));
    flow.space(rest.length * LETTER * LEADING);
    if (value !== undefined) continue;
    const start = left + flow.widthOf(first) + 4;
    flow.paint(filled(INK, start, baseline - 3, MARGIN.side + TEXT_WIDTH - start, 0.5));
  }
  flow.space(10);
}

function setCode(flow: Flow, { size, modules, text }: Extract<Block, { kind: 'code' }>): void {
  const side = size * MODULE;
  const left = MARGIN.side + side + 18;
  const lines = flow.lines(text, MARGIN.side + TEXT_WIDTH - left, { size: 9, colour: SOFT });
  const height = Math.max(side, lines.length * 9 * LEADING);
  flow.need(height + 8);
  const top = flow.y;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!modules[y * size + x]) continue;
      const from = x;
      while (x + 1 < size && modules[y * size + x + 1]) x += 1;
      const width = (x + 1 - from) * MODULE;
      flow.paint(filled(BLACK, MARGIN.side + from * MODULE, top - (y + 1) * MODULE, width, MODULE));
    }
  }
  lines.forEach((line, i) => flow.show(line, left, top - (i + 1) * 9 * LEADING + 4));
  flow.space(height + 8);
}
