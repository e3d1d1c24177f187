import type { Matrix } from '../../place';
import {
  ObjectParser,
  PdfName,
  PdfRaw,
  PdfStream,
  type PdfDict,
  type PdfDocument,
  type PdfObject,
  type Rect,
} from '../../syntax';
import { TooComplex } from '../too-complex';
import { ContentRun } from './content-run';
import { fontWidths, type FontWidths } from './font-widths';
import {
  concat,
  IDENTITY,
  initialState,
  intersection,
  transformed,
  type Colour,
  type GraphicsState,
} from './graphics-state';
import { imageHides, inkOf } from './image';
import { matrixOf, numbers } from './numbers';
import { isDark, type Effort, type Painted } from './painted';

const MAX_ITEMS = 100_000;
const MAX_BYTES = 32 << 20;
const MAX_DEPTH = 12;
const MAX_OPERANDS = 64;

const EVERYWHERE: Rect = [-1e9, -1e9, 1e9, 1e9];

/**
 * Tells what a content stream paints and where, as far as readers would agree: texts by their font size, everything
 * else by its outline. Colours of patterns, soft masks and optional content are not gone into: what they paint counts.
 *
 * @param matrix from the content's space to the one in which boxes are told
 * @param clip   in the latter
 * @throws TooComplex; what decoding streams throws
 */
export async function paintedBy(
  doc: PdfDocument,
  content: Uint8Array,
  resources: PdfObject,
  matrix: Matrix,
  clip: Rect,
  effort: Effort,
): Promise<Painted[]> {
  const painter = new Painter(doc, false, effort);
  await painter.run(content, await doc.dict(resources), initialState(matrix, clip), 0);
  return painter.painted;
}

/**
 * The same for a form XObject (ISO 32000-2 8.10), in the space that its own matrix leads to.
 *
 * @param strict everything counts with the whole box around it, whatever can be seen through it
 */
export async function paintedByForm(
  doc: PdfDocument,
  form: PdfStream,
  effort: Effort,
  strict: boolean,
): Promise<Painted[]> {
  const painter = new Painter(doc, true, effort, strict);
  await painter.form(form, undefined, initialState(IDENTITY, EVERYWHERE), 0);
  return painter.painted;
}

class Painter {
  readonly painted: Painted[] = [];
  readonly #widths = new Map<PdfDict, Promise<FontWidths | undefined>>();
  readonly #masks = new Map<PdfStream, Promise<{ hides: boolean; colour: Colour }>>();

  /** @param isAppearance what an annotation shows, which nobody signed yet: it gets no benefit of the doubt */
  constructor(
    readonly doc: PdfDocument,
    readonly isAppearance: boolean,
    readonly effort: Effort,
    readonly strict = false,
  ) {}

  async run(
    content: Uint8Array,
    resources: PdfDict | undefined,
    start: GraphicsState,
    depth: number,
  ): Promise<void> {
    this.effort.spend('bytes', content.length);
    this.effort.spend('runs', 1);
    if (depth > MAX_DEPTH) throw new TooComplex();
    const parser = new ObjectParser(content, 0);
    const run = new ContentRun((item) => this.add(item), start, this.strict);
    let operands: PdfObject[] = [];
    for (;;) {
      const object = parser.parseObject();
      if (object === undefined) {
        // A bracket or a word that stands nowhere in content: readers go on behind it.
        if (parser.peek() === undefined) return;
        parser.pos += Math.max(1, parser.peekWord().length);
        continue;
      }
      if (!(object instanceof PdfRaw)) {
        if (operands.length < MAX_OPERANDS) operands.push(object);
        continue;
      }
      this.effort.spend('operators', 1);
      const operator = String.fromCharCode(...object.bytes.subarray(0, 8));
      if (operator === 'BI') {
        skipInlineImage(parser);
        run.unitSquare('image', true, undefined);
      } else if (operator === 'Do') {
        await this.#paintObject(operands[0], resources, run.state, depth);
      } else if (operator === 'Tf') {
        run.apply(operator, operands);
        const font = await this.#font(operands[0], resources);
        run.state.font = font && (await this.#widthsOf(font));
        run.state.unboundedText = this.isAppearance && (await this.#isDrawnFont(font));
      } else if (operator === 'gs') {
        await this.#setState(operands[0], resources, run.state);
      } else {
        run.apply(operator, operands);
      }
      operands = [];
    }
  }

  async form(
    form: PdfStream,
    inherited: PdfDict | undefined,
    state: GraphicsState,
    depth: number,
  ): Promise<void> {
    const { dict } = form;
    const matrix = concat(matrixOf(await numbers(this.doc, dict.get('Matrix'))) ?? IDENTITY, state.ctm);
    const [x0, y0, x1, y1] = await numbers(this.doc, dict.get('BBox'));
    // Readers do not agree on what is shown of a form without a box: all of it counts.
    const isBounded = x0 !== undefined && y0 !== undefined && x1 !== undefined && y1 !== undefined;
    const clip = isBounded ? intersection(state.clip, transformed([x0, y0, x1, y1], matrix)) : state.clip;
    if (!clip) return;
    // A transparency group starts afresh, and is as a whole what the state around it makes of it (11.4.7).
    const first = this.painted.length;
    const isGroup = dict.has('Group');
    const outer = isGroup ? { fillAlpha: 1, strokeAlpha: 1, multiply: false } : {};
    const content = await this.doc.decode(form, MAX_BYTES);
    const resources = (await this.doc.dict(dict.get('Resources'))) ?? inherited;
    await this.run(content, resources, { ...state, ...outer, ctm: matrix, clip }, depth + 1);
    if (isGroup && !this.strict) {
      for (const item of this.painted.slice(first)) {
        const shows =
          state.multiply &&
          !(item.kind === 'image' ? item.colour && isDark(item.colour) : isDark(item.colour));
        item.hides &&= state.fillAlpha > 0.5 && !shows;
      }
    }
    this.add({ kind: 'form', box: clip, hides: false, colour: undefined });
  }

  add(item: Painted): void {
    if (this.painted.length >= MAX_ITEMS) throw new TooComplex();
    this.painted.push(item);
  }

  async #paintObject(
    name: PdfObject | undefined,
    resources: PdfDict | undefined,
    state: GraphicsState,
    depth: number,
  ): Promise<void> {
    if (!(name instanceof PdfName)) return;
    const objects = await this.doc.dict(resources?.get('XObject'));
    const object = await this.doc.resolve(objects?.get(name.value) ?? null);
    if (!(object instanceof PdfStream)) return;
    const subtype = await this.doc.resolve(object.dict.get('Subtype') ?? null);
    if (subtype === PdfName.of('Form')) return this.form(object, resources, state, depth);
    if (subtype !== PdfName.of('Image')) return;
    const box = intersection(state.clip, transformed([0, 0, 1, 1], state.ctm));
    if (!box) return;
    const { hides, colour } = await this.#look(object, state);
    const shows = !this.strict && (!hides || state.fillAlpha <= 0.5 || state.multiply);
    this.add({ kind: 'image', box, hides: !shows, colour });
  }

  /** Glyphs of Type 3 fonts (ISO 32000-2 9.6.4) are content: they may be of any size. */
  async #isDrawnFont(font: PdfDict | undefined): Promise<boolean> {
    return (await this.doc.resolve(font?.get('Subtype') ?? null)) === PdfName.of('Type3');
  }

  async #font(name: PdfObject | undefined, resources: PdfDict | undefined): Promise<PdfDict | undefined> {
    if (!(name instanceof PdfName)) return undefined;
    return this.doc.dict((await this.doc.dict(resources?.get('Font')))?.get(name.value));
  }

  #widthsOf(font: PdfDict): Promise<FontWidths | undefined> {
    let widths = this.#widths.get(font);
    if (!widths) {
      widths = fontWidths(this.doc, font);
      this.#widths.set(font, widths);
    }
    return widths;
  }

  #look(image: PdfStream, { fill }: GraphicsState): Promise<{ hides: boolean; colour: Colour }> {
    let known = this.#masks.get(image);
    if (!known) {
      known = (async () => {
        const isMask = (await this.doc.resolve(image.dict.get('ImageMask') ?? null)) === true;
        if (isMask) return { hides: true, colour: fill };
        return { hides: await imageHides(this.doc, image), colour: await inkOf(this.doc, image) };
      })();
      this.#masks.set(image, known);
    }
    return known;
  }

  async #setState(
    name: PdfObject | undefined,
    resources: PdfDict | undefined,
    state: GraphicsState,
  ): Promise<void> {
    if (!(name instanceof PdfName)) return;
    const states = await this.doc.dict(resources?.get('ExtGState'));
    const entry = await this.doc.dict(states?.get(name.value));
    if (!entry) return;
    state.fillAlpha = (await this.doc.number(entry.get('ca'))) ?? state.fillAlpha;
    state.strokeAlpha = (await this.doc.number(entry.get('CA'))) ?? state.strokeAlpha;
    state.lineWidth = (await this.doc.number(entry.get('LW'))) ?? state.lineWidth;
    const [font, size] = (await this.doc.array(entry.get('Font'))) ?? [];
    const dict = await this.doc.dict(font);
    if (dict) {
      state.fontSize = (await this.doc.number(size)) ?? state.fontSize;
      state.font = await this.#widthsOf(dict);
      state.unboundedText = this.isAppearance && (await this.#isDrawnFont(dict));
    }
    state.miterLimit = (await this.doc.number(entry.get('ML'))) ?? state.miterLimit;
    let mode = await this.doc.resolve(entry.get('BM') ?? null);
    if (Array.isArray(mode)) mode = await this.doc.resolve(mode[0] ?? null);
    if (mode instanceof PdfName) state.multiply = mode.value === 'Multiply' || mode.value === 'Darken';
  }
}

/** ISO 32000-2 8.9.7: its data end at an EI between white space. */
function skipInlineImage(parser: ObjectParser): void {
  const { bytes } = parser;
  const isSpace = (byte = 0x20) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0;
  let pos = parser.pos;
  while (pos < bytes.length) {
    const found = bytes.indexOf(0x45, pos);
    if (found < 0) break;
    if (bytes[found + 1] === 0x49 && isSpace(bytes[found - 1]) && isSpace(bytes[found + 2])) {
      parser.pos = found + 2;
      return;
    }
    pos = found + 1;
  }
  parser.pos = bytes.length;
}
