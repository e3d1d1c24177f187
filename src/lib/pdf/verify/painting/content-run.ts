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
      for (const { box, share } of this.#path.parts()) {
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
    const { ctm, lineWidth, stroke, strokeAlpha } = this.state;
    const width = lineWidth * Math.sqrt(Math.abs(ctm[0] * ctm[3] - ctm[1] * ctm[2]));
    if (width >= THICK) {
      const hides = this.#covers(stroke, strokeAlpha);
      for (const box of this.#path.strokes(width)) this.#add('stroke', box, hides, stroke);
      return;
    }
    const box = this.#path.bounds();
    const half = Math.max(width, 0.1) / 2;
    if (box) this.#add('stroke', [box[0] - half, box[1] - half, box[2] + half, box[3] + half], false, stroke);
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
      case 'Ts':
        state.rise = a;
        break;
      case 'Tr':
        state.invisibleText = a === 3 || a === 7;
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
      case "'":
      case '"':
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

  /** Half an em a byte is near enough: Latin letters have that, and characters of two bytes are an em wide. */
  #show(shown: PdfObject | undefined): void {
    const { state } = this;
    const size = state.fontSize;
    if (typeof shown === 'number') {
      this.#text = concat([1, 0, 0, 1, (-shown / 1000) * size * state.horizontalScale, 0], this.#text);
    }
    if (!(shown instanceof PdfString) || shown.bytes.length === 0) return;
    const width = shown.bytes.length * 0.5 * size * state.horizontalScale;
    const box = transformed(
      [0, state.rise - 0.2 * size, width, state.rise + 0.8 * size],
      concat(this.#text, state.ctm),
    );
    const isBlank = shown.bytes.every((byte) => byte === 0x20);
    if (state.unboundedText) {
      this.#add('text', state.clip, true, state.fill);
    } else if (!state.invisibleText && !isBlank) {
      this.#add('text', box, this.#covers(state.fill, state.fillAlpha), state.fill);
    }
    this.#text = concat([1, 0, 0, 1, width, 0], this.#text);
  }

  #covers(colour: Colour, alpha: number): boolean {
    return alpha > 0.5 && (!this.state.multiply || isDark(colour));
  }

  #add(kind: Painted['kind'], box: Rect, hides: boolean, colour: Colour): void {
    const shown = intersection(this.state.clip, box);
    if (shown && areaOf(shown) > 0) this.add({ kind, box: shown, hides, colour });
  }
}
