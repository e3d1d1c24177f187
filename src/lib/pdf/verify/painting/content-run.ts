import type { Matrix } from '../../place';
import { PdfString, type PdfObject, type Rect } from '../../syntax';
import { TooComplex } from '../too-complex';
import {
  areaOf,
  colourOf,
  concat,
  IDENTITY,
  intersection,
  transformed,
  type Colour,
  type GraphicsState,
} from './graphics-state';
import { isDark, type Painted } from './painted';
import { Path } from './path';

const MAX_STATES = 256;

/** Lines as thick as this hide a line of text, in points. */
const THICK = 4;

/** So many full stops or low lines are there to be written on. */
const MIN_RULE = 4;

/** One content stream: its states, its path and where its text goes on. */
export class ContentRun {
  state: GraphicsState;
  readonly #saved: GraphicsState[] = [];
  readonly #path = new Path();
  #clips = false;
  #line: Matrix = IDENTITY;
  #text: Matrix = IDENTITY;

  constructor(
    readonly add: (item: Painted) => void,
    start: GraphicsState,
    /** whatever is painted hides all of its box: nobody signed it, so it gets no benefit of the doubt */
    readonly strict = false,
  ) {
    this.state = { ...start };
  }

  apply(operator: string, operands: readonly PdfObject[]): void {
    const n = operands.map((operand) => (typeof operand === 'number' ? operand : 0));
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = n;
    const { state } = this;
    switch (operator) {
      case 'q':
        if (this.#saved.length >= MAX_STATES) throw new TooComplex();
        this.#saved.push({ ...state });
        break;
      case 'Q':
        this.state = this.#saved.pop() ?? state;
        break;
      case 'cm':
        state.ctm = concat([a, b, c, d, e, f], state.ctm);
        break;
      case 'w':
        state.lineWidth = a;
        break;
      case 'M':
        state.miterLimit = a;
        break;
      case 'g':
      case 'rg':
      case 'k':
      case 'sc':
      case 'scn':
        state.fill = colourOf(operands);
        break;
      case 'G':
      case 'RG':
      case 'K':
      case 'SC':
      case 'SCN':
        state.stroke = colourOf(operands);
        break;
      case 'sh':
        this.#add('fill', state.clip, true, undefined);
        break;
      default:
        if (!this.#construct(operator, n) && !this.#paint(operator)) this.#write(operator, operands, n);
    }
  }

  unitSquare(kind: Painted['kind'], hides: boolean, colour: Colour): void {
    this.#add(kind, transformed([0, 0, 1, 1], this.state.ctm), hides, colour);
  }

  /** Path construction, ISO 32000-2 table 58. */
  #construct(operator: string, n: readonly number[]): boolean {
    const [a = 0, b = 0, c = 0, d = 0] = n;
    const { ctm } = this.state;
    switch (operator) {
      case 'm':
        this.#path.move(ctm, a, b);
        break;
      case 'l':
      case 'c':
      case 'v':
      case 'y':
        this.#path.line(ctm, ...n);
        break;
      case 're':
        this.#path.rectangle(ctm, a, b, c, d);
        break;
      case 'h':
        this.#path.close();
        break;
      default:
        return false;
    }
    if (this.#path.tooLong) throw new TooComplex();
    return true;
  }

  /** Path painting and clipping, ISO 32000-2 tables 59 and 60. */
  #paint(operator: string): boolean {
    if (operator === 'W' || operator === 'W*') {
      this.#clips = true;
      return true;
    }
    const match = /^(?:(b\*?|B\*?)|([fF]\*?)|([sS])|n)$/.exec(operator);
    if (!match) return false;
    const [, both, fills, strokes] = match;
    const { state } = this;
    if (both || fills) {
      const all = this.strict ? this.#path.bounds() : undefined;
      // Readers paint fills without any width as the thinnest lines.
      if (all) this.#add('fill', enlarged(all, 0.5), true, state.fill);
      for (const { box, share } of this.strict ? [] : this.#path.parts()) {
        this.#add('fill', box, share > 0.5 && this.#covers(state.fill, state.fillAlpha), state.fill);
      }
    }
    if (both || strokes) this.#stroke();
    if (this.#clips) state.clip = this.#path.clipped(state.clip);
    this.#clips = false;
    this.#path.clear();
    return true;
  }

  #stroke(): void {
    const { ctm, lineWidth, stroke, strokeAlpha, miterLimit } = this.state;
    const scale = Math.max(Math.hypot(ctm[0], ctm[1]), Math.hypot(ctm[2], ctm[3]));
    const width = lineWidth * (this.strict ? scale : Math.sqrt(Math.abs(ctm[0] * ctm[3] - ctm[1] * ctm[2])));
    const box = this.#path.bounds();
    if (!box) return;
    const pen = Math.max(width, 0.1);
    const lines = this.#path.straightLines(pen);
    if (this.strict) {
      // Where lines meet at a sharp angle they go on (ISO 32000-2 8.4.3.5).
      const reach = lines ? pen : (pen / 2) * Math.max(2, miterLimit);
      const frame = lines && this.#path.isRectangle ? { isFrame: true as const } : {};
      this.#add('stroke', enlarged(box, reach), true, stroke, { ...(lines ? { lines } : {}), ...frame });
      return;
    }
    if (width >= THICK) {
      const hides = this.#covers(stroke, strokeAlpha);
      for (const line of this.#path.strokes(width)) this.#add('stroke', line, hides, stroke);
      if (lines) return;
    }
    this.#add('stroke', enlarged(box, pen / 2), false, stroke);
  }

  /** Text, ISO 32000-2 9.3 and 9.4. */
  #write(operator: string, operands: readonly PdfObject[], n: readonly number[]): void {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = n;
    const { state } = this;
    switch (operator) {
      case 'BT':
        this.#line = this.#text = IDENTITY;
        break;
      case 'Tf':
        state.fontSize = b;
        break;
      case 'TL':
        state.leading = a;
        break;
      case 'Tz':
        state.horizontalScale = a / 100;
        break;
      case 'Tc':
        state.charSpace = a;
        break;
      case 'Tw':
        state.wordSpace = a;
        break;
      case 'Ts':
        state.rise = a;
        break;
      case 'Tr':
        state.invisibleText = a === 3 || a === 7;
        state.strokesText = a === 1 || a === 2 || a === 5 || a === 6;
        break;
      case 'Tm':
        this.#line = this.#text = [a, b, c, d, e, f];
        break;
      case 'TD':
        state.leading = -b;
        this.#nextLine(a, b);
        break;
      case 'Td':
        this.#nextLine(a, b);
        break;
      case 'T*':
        this.#nextLine(0, -state.leading);
        break;
      case '"':
        state.wordSpace = a;
        state.charSpace = b;
        this.#nextLine(0, -state.leading);
        this.#show(operands.at(-1));
        break;
      case "'":
        this.#nextLine(0, -state.leading);
        this.#show(operands.at(-1));
        break;
      case 'Tj':
        this.#show(operands[0]);
        break;
      case 'TJ':
        for (const part of Array.isArray(operands[0]) ? operands[0] : []) this.#show(part);
        break;
    }
  }

  #nextLine(x: number, y: number): void {
    this.#line = this.#text = concat([1, 0, 0, 1, x, y], this.#line);
  }

  #show(shown: PdfObject | undefined): void {
    const { state } = this;
    const size = state.fontSize;
    if (typeof shown === 'number') {
      this.#text = concat([1, 0, 0, 1, (-shown / 1000) * size * state.horizontalScale, 0], this.#text);
    }
    if (!(shown instanceof PdfString) || shown.bytes.length === 0) return;
    for (const { bytes, isRule } of state.font?.isPlain ? partsOf(shown.bytes) : [{ bytes: shown.bytes }]) {
      this.#showPart(bytes, isRule === true);
    }
  }

  /** @param isRule dots or lines to write on */
  #showPart(bytes: Uint8Array, isRule: boolean): void {
    const { state } = this;
    const size = state.fontSize;
    const { ems, codes, spaces } = state.font?.measure(bytes) ?? unknownFont(bytes);
    const space = codes * state.charSpace + spaces * state.wordSpace;
    const width = (ems * size + space) * state.horizontalScale;
    const pen = state.strokesText ? state.lineWidth : 0;
    const em: Rect = [0, state.rise - 0.2 * size, width, state.rise + 0.8 * size];
    const box = transformed(enlarged(em, pen), concat(this.#text, state.ctm));
    const rule: Rect = [0, state.rise - 0.1 * size, width, state.rise + 0.1 * size];
    const line = transformed(rule, concat(this.#text, state.ctm));
    const isBlank = bytes.every((byte) => byte === 0x20);
    if (state.unboundedText) {
      this.#add('text', state.clip, true, state.fill);
    } else if (!state.invisibleText && !isBlank) {
      const hides = this.strict || this.#covers(state.fill, state.fillAlpha);
      if (isRule && !this.strict) this.#add('stroke', line, hides, state.fill);
      else this.#add('text', box, hides, state.fill);
    }
    this.#text = concat([1, 0, 0, 1, width, 0], this.#text);
  }

  #covers(colour: Colour, alpha: number): boolean {
    return alpha > 0.5 && (!this.state.multiply || isDark(colour));
  }

  #add(
    kind: Painted['kind'],
    box: Rect,
    hides: boolean,
    colour: Colour,
    more: Pick<Painted, 'lines' | 'isFrame'> = {},
  ): void {
    const shown = intersection(this.state.clip, box);
    if (shown && areaOf(shown) > 0) this.add({ kind, box: shown, hides, colour, ...more });
  }
}

function enlarged([x0, y0, x1, y1]: Rect, by: number): Rect {
  return [x0 - by, y0 - by, x1 + by, y1 + by];
}

/** Half an em a byte is near enough: Latin letters have that, and characters of two bytes are an em wide. */
function unknownFont(bytes: Uint8Array): { ems: number; codes: number; spaces: number } {
  return {
    ems: bytes.length * 0.5,
    codes: bytes.length,
    spaces: bytes.filter((byte) => byte === 0x20).length,
  };
}

/** Dots and lines to write on, and what stands between them: `Name: ______`. */
function partsOf(bytes: Uint8Array): { bytes: Uint8Array; isRule: boolean }[] {
  const parts: { bytes: Uint8Array; isRule: boolean }[] = [];
  let start = 0;
  for (let i = 0; i < bytes.length;) {
    let end = i + 1;
    while (bytes[end] === bytes[i]) end += 1;
    if (end - i >= MIN_RULE && (bytes[i] === 0x5f || bytes[i] === 0x2e)) {
      if (i > start) parts.push({ bytes: bytes.subarray(start, i), isRule: false });
      parts.push({ bytes: bytes.subarray(i, end), isRule: true });
      start = end;
    }
    i = end;
  }
  if (start < bytes.length) parts.push({ bytes: bytes.subarray(start), isRule: false });
  return parts;
}
