import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PdfDict, PdfName, PdfRaw, PdfRef, PdfString, type PdfObject } from './objects';
import { ObjectParser } from './parser';
import { ObjectSink } from './serialize';
import { bytesOf, latin1Of } from './test-documents';

function write(object: PdfObject): string {
  const sink = new ObjectSink(1 << 24);
  sink.object(object);
  return latin1Of(sink.done());
}

/** Comparable, and different for different objects. */
function picture(object: PdfObject | undefined): unknown {
  if (object instanceof PdfName) return { name: object.value };
  if (object instanceof PdfRef) return { ref: object.key };
  if (object instanceof PdfString) return { string: latin1Of(object.bytes) };
  if (object instanceof PdfRaw) return { raw: latin1Of(object.bytes) };
  if (object instanceof PdfDict) return { dict: [...object.entries()].map(([k, v]) => [k, picture(v)]) };
  return Array.isArray(object) ? object.map(picture) : Object.is(object, -0) ? 0 : object;
}

const name = fc.string({ unit: 'binary-ascii', maxLength: 8 });
const { tree: anyObject } = fc.letrec<{ tree: PdfObject }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
    name.map((value) => PdfName.of(value)),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => new PdfString(bytes)),
    fc.tuple(fc.nat(), fc.nat(65535)).map(([num, gen]) => PdfRef.of(num, gen)),
    fc.array(tie('tree'), { maxLength: 5 }),
    fc
      .array(fc.tuple(name, tie('tree')), { maxLength: 5 })
      .map((entries) => entries.reduce((dict, [key, value]) => dict.set(key, value), PdfDict.of())),
  ),
}));

describe('what is written', () => {
  it('is read back as the same', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const parser = new ObjectParser(bytesOf(write(object)), 0);
        expect(picture(parser.parseObject())).toEqual(picture(object));
        parser.skipSpace();
        expect(parser.pos).toBe(parser.bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  it('has no blank too many', () => {
    const dict = PdfDict.of({
      A: PdfName.of('B'),
      N: 1,
      R: PdfRef.of(2, 0),
      S: PdfString.ofText('s'),
      L: [1, 2, PdfName.of('X'), 3, true, null, PdfRef.of(4, 0), PdfRef.of(5, 0)],
      D: PdfDict.of({}),
    });
    expect(write(dict)).toBe('<</A/B/N 1/R 2 0 R/S(s)/L[1 2/X 3 true null 4 0 R 5 0 R]/D<<>>>>');
  });

  it('holds placeholders as they are, and knows where', () => {
    const raw = new PdfRaw(bytesOf('<0000>'));
    const sink = new ObjectSink(1 << 10);
    sink.text('1 0 obj\n');
    sink.object(PdfDict.of({ Contents: raw }));
    expect(latin1Of(sink.done())).toBe('1 0 obj\n<</Contents<0000>>>');
    expect(sink.rawOffsets.get(raw)).toBe('1 0 obj\n<</Contents'.length);
  });
});

describe('names', () => {
  it('escape what is not regular', () => {
    expect(write(PdfName.of('A B#/(é'))).toBe('/A#20B#23#2f#28#e9');
  });

  it('of other scripts are UTF-8', () => {
    expect(write(PdfName.of('印'))).toBe('/#e5#8d#b0');
    expect(PdfName.of('印')).toBe(PdfName.of('\xe5\x8d\xb0'));
  });
});

describe('strings take the shorter form', () => {
  it.each([
    ['a(b)\\\r', '(a\\(b\\)\\\\\\r)'],
    ['((', '<2828>'],
    ['', '()'],
  ])('%j', (text, written) => {
    expect(write(new PdfString(bytesOf(text)))).toBe(written);
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.5, '.5'],
    [-0.25, '-.25'],
    [1e-7, '.0000001'],
    [-1.5e-9, '-.0000000015'],
    [1e21, `1${'0'.repeat(21)}`],
    [1.25e22, `125${'0'.repeat(20)}`],
    [595.276, '595.276'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('%d', (value, text) => {
    expect(write(value)).toBe(text);
  });

  it('that are none are refused', () => {
    expect(() => write(Number.NaN)).toThrow(RangeError);
  });
});
