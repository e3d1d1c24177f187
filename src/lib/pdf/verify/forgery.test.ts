import { beforeAll, describe, expect, it } from 'vitest';
import { PdfDict, PdfName, PdfRef, PdfStream, PdfString } from '../syntax';
import type { ProblemCode, SignatureReport, VerifyReport } from './report';
import { latin1, newCompany, revise, seal, stampOn, textOf, twoPages, verify, type Company } from './testing';

let yunxi: Company;
let other: Company;
let sealed: Blob;
let text: string;

beforeAll(async () => {
  [yunxi, other] = await Promise.all([newCompany('云溪测试有限公司'), newCompany('Second company')]);
  sealed = await seal(twoPages(), yunxi, stampOn(0), stampOn(1));
  text = await textOf(sealed);
});

async function only(report: Promise<VerifyReport>): Promise<SignatureReport> {
  const { verdict, signatures } = await report;
  expect(verdict).toBe('invalid');
  const [signature] = signatures;
  if (!signature) throw new Error('no signature');
  return signature;
}

function replaced(pattern: RegExp, by: (match: string, ...groups: string[]) => string): Blob {
  const changed = text.replace(pattern, by);
  expect(changed).not.toBe(text);
  expect(changed).toHaveLength(text.length);
  return new Blob([latin1(changed)]);
}

/** A /ByteRange with other numbers, as long as the one that was there. */
function withRange(change: (range: [number, number, number, number]) => number[]): Blob {
  return replaced(/\/ByteRange ?\[(.*?)\]/, (match, inner) => {
    const range = inner.trim().split(/\s+/).map(Number) as [number, number, number, number];
    const written = change(range).join(' ');
    return match.replace(inner, written.padEnd(inner.length));
  });
}

describe('a changed byte', () => {
  it('in the signed content breaks the signature', async () => {
    const signature = await only(
      verify(
        replaced(/Page two/, () => 'Page 2wo'),
        [yunxi],
      ),
    );
    expect(signature).toMatchObject({ intact: false, problems: ['digest-mismatch'] });
  });

  it('in the signature breaks it', async () => {
    // The last bytes of the CMS are the signature itself.
    const forged = replaced(
      /([0-9a-f])((?:00)*)>/,
      (_, digit, zeros) => `${digit === '1' ? '2' : '1'}${zeros}>`,
    );
    const signature = await only(verify(forged, [yunxi]));
    expect(signature.intact).toBe(false);
    expect(signature.problems).toEqual(['signature-mismatch']);
  });

  it('behind the signature, where zeros belong, is noticed', async () => {
    // An ECDSA signature varies by some bytes in length: one that leaves room is needed.
    let padded = text;
    while (!/00>/.test(padded)) padded = await textOf(await seal(twoPages(), yunxi));
    const forged = new Blob([latin1(padded.replace(/00>/, 'c3>'))]);
    const signature = await only(verify(forged, [yunxi]));
    expect(signature).toMatchObject({ intact: false, problems: ['contents-padding'] });
  });
});

describe('a forged /ByteRange', () => {
  it.each<[string, (range: [number, number, number, number]) => number[], ProblemCode]>([
    ['with a wider gap', ([a, b, c, d]) => [a, b - 9, c, d], 'byte-range-gap'],
    ['with a gap that goes on', ([a, b, c, d]) => [a, b, c + 9, d - 9], 'byte-range-gap'],
    ['with the gap elsewhere', ([a, b, c, d]) => [a, b - 900, c - 900, d + 900], 'byte-range-gap'],
    ['that begins later', ([, b, c, d]) => [9, b - 9, c, d], 'byte-range-start'],
    ['that ends before the end', ([a, b, c, d]) => [a, b, c, d - 20], 'byte-range-partial'],
    ['that goes beyond the file', ([a, b, c, d]) => [a, b, c, d + 1], 'byte-range-outside'],
    ['with negative lengths', ([a, b, c]) => [a, b, c, -1], 'byte-range-order'],
    ['that overlaps', ([a, b, , d]) => [a, b, b - 1, d], 'byte-range-order'],
    ['of two numbers', ([a, b]) => [a, b], 'byte-range-shape'],
  ])('%s', async (_, change, problem) => {
    const signature = await only(verify(withRange(change), [yunxi]));
    expect(signature.intact).toBe(false);
    expect(signature.problems).toContain(problem);
  });
});

describe('what is appended without a signature', () => {
  it.each(['%%EOF\n', 'junk', '\n9 0 obj\n<< /Evil true >>\nendobj\n'])('%j is noticed', async (tail) => {
    const signature = await only(verify(new Blob([sealed, tail]), [yunxi]));
    expect(signature.intact).toBe(true);
    expect(signature.problems).toContain('trailing-data');
  });

  it('blanks say nothing', async () => {
    expect(await verify(new Blob([sealed, '\r\n\n']), [yunxi])).toMatchObject({ verdict: 'valid' });
  });
});

/** A revision that is made by `change`, as the first signature sees it. */
async function after(change: Parameters<typeof revise>[1], input = sealed): Promise<SignatureReport> {
  const report = await verify(await revise(input, change), [yunxi, other]);
  const [signature] = report.signatures;
  if (!signature) throw new Error('no signature');
  expect(signature.intact).toBe(true);
  expect(report.verdict).toBe(signature.problems.length === 0 ? 'valid' : 'invalid');
  return signature;
}

const page = PdfRef.of(3);

describe('a later change', () => {
  it('of page content is forbidden', async () => {
    const signature = await after((writer) =>
      writer.put(PdfRef.of(5), PdfStream.of(PdfDict.of({}), latin1('BT ET'))),
    );
    expect(signature.problems).toEqual(['forbidden-change']);
    expect(signature.laterChanges).toEqual([
      {
        revision: 2,
        kind: 'other',
        changes: [{ kind: 'other', where: 'content', page: 1, object: 5, permitted: false }],
      },
    ]);
  });

  it('that adds a stamp is forbidden: the signature is intact, the document is not', async () => {
    const signature = await after(async (writer, doc) => {
      const stamp = writer.allocate();
      writer.put(
        stamp,
        PdfDict.of({
          Type: PdfName.of('Annot'),
          Subtype: PdfName.of('Stamp'),
          Rect: [0, 0, 99, 99],
          P: page,
        }),
      );
      const info = await doc.page(0);
      const annots = (await doc.array(info.dict.get('Annots'))) ?? [];
      writer.put(page, info.dict.clone().set('Annots', [...annots, stamp]));
    });
    expect(signature.problems).toEqual(['forbidden-change']);
    expect(signature.laterChanges[0]?.changes).toEqual([
      { kind: 'annotation-added', subtype: 'Stamp', page: 1, permitted: false },
    ]);
    expect(signature.seals).toHaveLength(2);
  });

  it('that takes a seal from a page is forbidden', async () => {
    const signature = await after(async (writer, doc) => {
      const info = await doc.page(0);
      const annots = (await doc.array(info.dict.get('Annots'))) ?? [];
      writer.put(page, info.dict.clone().set('Annots', annots.slice(0, 1)));
    });
    expect(signature.problems).toEqual(['forbidden-change']);
  });

  it('that fills in a form is permitted', async () => {
    const signature = await after(async (writer, doc) => {
      const field = (await doc.dict(PdfRef.of(9)))?.clone() ?? PdfDict.of();
      const look = writer.allocate();
      const bbox = PdfDict.of({
        Type: PdfName.of('XObject'),
        Subtype: PdfName.of('Form'),
        BBox: [0, 0, 9, 9],
      });
      writer.put(look, PdfStream.of(bbox, latin1('q Q')));
      writer.put(PdfRef.of(9), field.set('V', PdfString.ofText('x')).set('AP', PdfDict.of({ N: look })));
    });
    expect(signature.problems).toEqual([]);
    expect(signature.laterChanges).toMatchObject([
      { kind: 'permitted', changes: [{ kind: 'form-filled', field: 'name', page: 1, permitted: true }] },
    ]);
  });

  it('that moves a form field is forbidden', async () => {
    const signature = await after(async (writer, doc) => {
      const field = (await doc.dict(PdfRef.of(9)))?.clone() ?? PdfDict.of();
      writer.put(PdfRef.of(9), field.set('V', PdfString.ofText('x')).set('Rect', [0, 0, 595, 842]));
    });
    expect(signature.problems).toEqual(['forbidden-change']);
  });

  it('that writes objects anew as they were is none', async () => {
    const signature = await after(async (writer, doc) => {
      writer.put(page, (await doc.dict(page))?.clone() ?? null);
      const content = await doc.stream(PdfRef.of(5));
      if (content) writer.put(PdfRef.of(5), content);
    });
    expect(signature.laterChanges).toEqual([{ revision: 2, kind: 'none', changes: [] }]);
  });

  it('that nothing uses is none', async () => {
    const signature = await after((writer) => writer.put(writer.allocate(), PdfDict.of({ Unused: true })));
    expect(signature.laterChanges).toMatchObject([{ kind: 'none' }]);
  });

  it('that changes the order of pages is forbidden', async () => {
    const signature = await after((writer) =>
      writer.put(
        PdfRef.of(2),
        PdfDict.of({ Type: PdfName.of('Pages'), Kids: [PdfRef.of(4), PdfRef.of(3)], Count: 2 }),
      ),
    );
    expect(signature.laterChanges[0]?.changes).toMatchObject([{ kind: 'other', where: 'page-tree' }]);
  });

  it('that gives the catalog an action is forbidden', async () => {
    const signature = await after(async (writer, doc) => {
      const action = PdfDict.of({ S: PdfName.of('JavaScript'), JS: PdfString.ofText('app.alert(1)') });
      writer.put(doc.catalogRef, (await doc.catalog()).clone().set('OpenAction', action));
    });
    expect(signature.laterChanges[0]?.changes).toMatchObject([{ kind: 'other', where: 'catalog' }]);
  });

  it('that fills an object which pages named before it existed is forbidden', async () => {
    const dangling = twoPages({
      4:
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [6 0 R 900 0 R] ' +
        '/Resources << /Font << /F 7 0 R >> >> >>',
    });
    const signature = await after(
      (writer) => writer.put(PdfRef.of(900), PdfStream.of(PdfDict.of({}), latin1('0 0 595 842 re f'))),
      await seal(dangling, yunxi),
    );
    expect(signature.laterChanges[0]?.changes).toMatchObject([{ kind: 'other', where: 'content', page: 2 }]);
  });

  it("that shows an older signature in a new field is forbidden, and no seal of that signature's", async () => {
    const signature = await after(async (writer, doc) => {
      const form = await doc.dict((await doc.catalog()).get('AcroForm'));
      const fields = (await doc.array(form?.get('Fields'))) ?? [];
      const old = await doc.dict(fields[1]);
      const field = writer.allocate();
      writer.put(
        field,
        PdfDict.of({
          ...{ Type: PdfName.of('Annot'), Subtype: PdfName.of('Widget'), FT: PdfName.of('Sig') },
          ...{ T: PdfString.ofText('Evil'), V: old?.get('V') ?? null, Rect: [0, 0, 99, 99], P: page },
        }),
      );
      writer.put(PdfRef.of(8), form?.clone().set('Fields', [...fields, field]) ?? null);
      const info = await doc.page(0);
      const annots = (await doc.array(info.dict.get('Annots'))) ?? [];
      writer.put(page, info.dict.clone().set('Annots', [...annots, field]));
    });
    expect(signature.problems).toEqual(['forbidden-change']);
    expect(signature.fields).toEqual(['Suiyin1']);
    expect(signature.seals).toHaveLength(2);
  });

  it('that removes the signature is told, and the signature too', async () => {
    const signature = await only(
      verify(
        await revise(sealed, async (writer, doc) => {
          const form = (await doc.dict(PdfRef.of(8)))?.clone() ?? PdfDict.of();
          writer.put(PdfRef.of(8), form.set('Fields', [PdfRef.of(9)]));
        }),
        [yunxi],
      ),
    );
    expect(signature).toMatchObject({ signer: '云溪测试有限公司', intact: true });
    expect(signature.problems).toEqual(expect.arrayContaining(['signature-removed', 'forbidden-change']));
  });

  it('that a second company seals does not become permitted by that', async () => {
    const changed = await revise(sealed, (writer) =>
      writer.put(PdfRef.of(5), PdfStream.of(PdfDict.of({}), latin1('BT ET'))),
    );
    const report = await verify(await seal(changed, other), [yunxi, other]);
    expect(report.verdict).toBe('invalid');
    expect(report.signatures.map(({ problems }) => problems)).toEqual([['forbidden-change'], []]);
    expect(report.signatures[0]?.laterChanges.map(({ kind }) => kind)).toEqual(['other', 'signatures']);
  });
});
