/**
 * Attacks on certified documents (Rohlmann, Mladenov, Mainka, Schwenk 2021): evil annotations put something over what
 * was certified with P = 3, sneaky signatures do so with a signature field, with P = 2 or 3.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { PdfDict, PdfRef } from '../syntax';
import {
  addField,
  annotate,
  COVER,
  FRAME,
  INK,
  INKS,
  look,
  name,
  ON_EMPTY,
  OVER_TEXT,
  sign,
  words,
  type Change,
} from './forging';
import { newCompany, revise, twoPages, verify, type Company } from './testing';

let author: Company;
let attacker: Company;
const certified: Partial<Record<1 | 2 | 3, Blob>> = {};

/** The two pages with an empty signature field (20) on the first, where it is empty. */
const withField = twoPages({
  3:
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Annots [9 0 R 20 0 R] ' +
    '/Resources << /Font << /F 7 0 R >> >> >>',
  8: '<< /Fields [9 0 R 20 0 R] /DR << /Font << /F 7 0 R >> >> /DA (/F 12 Tf 0 g) >>',
  20: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Second) /Rect [300 300 500 350] /P 3 0 R /F 4 >>',
});

beforeAll(async () => {
  [author, attacker] = await Promise.all([newCompany('Author'), newCompany('Attacker')]);
  for (const certify of [1, 2, 3] as const) {
    certified[certify] = await sign(withField, author, { certify, field: 'Author' });
  }
});

function after(level: 1 | 2 | 3, change: Change) {
  return afterBytes(level, (input) => revise(input, change));
}

async function afterBytes(level: 1 | 2 | 3, forge: (input: Blob) => Promise<Blob>) {
  const report = await verify(await forge(certified[level] as Blob), [author, attacker]);
  const first = report.signatures.find(({ field }) => field === 'Author');
  expect(first).toMatchObject({ intact: true, certifies: level });
  return { verdict: report.verdict, changes: first?.laterChanges.flatMap(({ changes }) => changes) ?? [] };
}

const note =
  (subtype: string, rect: typeof OVER_TEXT, content: string, entries = {}): Change =>
  async (writer, doc) =>
    void (await annotate(writer, doc, { subtype, rect, content, entries }));

describe('an evil annotation', () => {
  it.each(['FreeText', 'Stamp', 'Square', 'Ink', 'Highlight', 'Line', 'Caret', 'FileAttachment'])(
    '%s with an opaque appearance over text is permitted with P = 3 only, and told',
    async (subtype) => {
      const evil = note(subtype, OVER_TEXT, COVER);
      const told = { kind: 'content-covered', page: 1, by: 'annotation', name: subtype };
      const three = await after(3, evil);
      expect(three.verdict).toBe('valid');
      expect(three.changes).toEqual([
        { kind: 'annotation-added', subtype, page: 1, permitted: true },
        { ...told, permitted: true },
      ]);
      for (const level of [1, 2] as const) {
        const { verdict, changes } = await after(level, evil);
        expect(verdict).toBe('invalid');
        expect(changes).toContainEqual({ ...told, permitted: false });
      }
    },
  );

  it.each([
    ['white text', '1 1 1 rg BT /F 40 Tf 0 5 Td (XXXXXXXXXX) Tj ET'],
    ['a thick line', '1 1 1 RG 40 w 0 20 m 200 20 l S'],
    ['a form within a form', 'q /X Do Q'],
    ['a picture', 'q 200 0 0 50 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q'],
    [
      'many small squares',
      Array.from({ length: 200 }, (_, i) => `${(i % 40) * 5} ${Math.floor(i / 40) * 5} 5 5 re f`).join(' '),
    ],
  ])('that covers by %s is told', async (_, content) => {
    const { changes } = await after(3, async (writer, doc) => {
      const inner = writer.allocate();
      writer.put(inner, look(COVER));
      const resources = { XObject: PdfDict.of({ X: inner }) };
      await annotate(writer, doc, { subtype: 'Stamp', rect: OVER_TEXT, content, resources });
    });
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'content-covered', page: 1 }));
  });

  it('without an appearance that readers fill themselves is told', async () => {
    const { changes } = await after(3, async (writer, doc) => {
      const entries = { IC: [1, 1, 1], Contents: words('x') };
      await annotate(writer, doc, { subtype: 'Square', rect: OVER_TEXT, entries });
    });
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'content-covered' }));
  });

  it.each(['Redact', 'Watermark', 'Link', 'Screen', 'Movie', 'RichMedia', '3D', 'TrapNet', 'Widget'])(
    '%s is none of the comments that P = 3 permits',
    async (subtype) => {
      expect(await after(3, note(subtype, OVER_TEXT, COVER))).toMatchObject({ verdict: 'invalid' });
    },
  );

  it.each(['A', 'AA'])('that does something (/%s) is forbidden', async (key) => {
    const action = PdfDict.of({ S: name('JavaScript'), JS: words('app.alert(1)') });
    const evil = note('Stamp', ON_EMPTY, FRAME, { [key]: key === 'A' ? action : PdfDict.of({ PO: action }) });
    expect(await after(3, evil)).toMatchObject({ verdict: 'invalid' });
  });

  it('that takes a comment away which hid something is forbidden', async () => {
    const hidden = await sign(withField, author, {
      certify: 3,
      field: 'Author',
      along: note('Stamp', OVER_TEXT, COVER),
    });
    const open = await revise(hidden, async (writer, doc) => {
      const page = await doc.page(0);
      const annots = (await doc.array(page.dict.get('Annots'))) ?? [];
      writer.put(
        page.ref,
        page.dict.clone().set('Annots', [annots[0] ?? null, annots[1] ?? null, annots[3] ?? null]),
      );
    });
    const { verdict, signatures } = await verify(open, [author]);
    expect(verdict).toBe('invalid');
    expect(signatures[0]?.laterChanges[0]?.changes).toContainEqual(
      expect.objectContaining({ kind: 'content-uncovered', by: 'annotation', permitted: false }),
    );
  });
});

describe('honest comments', () => {
  it.each([
    ['a note', 'Text', ON_EMPTY, FRAME],
    ['a marked text', 'Highlight', OVER_TEXT, INK],
    ['an underline', 'Underline', OVER_TEXT, '1 0 0 RG 1 w 0 5 m 200 5 l S'],
    ['a frame', 'Square', OVER_TEXT, FRAME],
  ])('with P = 3, %s covers nothing', async (_, subtype, rect, content) => {
    const { verdict, changes } = await after(3, async (writer, doc) => {
      await annotate(writer, doc, { subtype, rect, content, resources: INKS });
    });
    expect(verdict).toBe('valid');
    expect(changes).toEqual([{ kind: 'annotation-added', subtype, page: 1, permitted: true }]);
  });
});

describe('a sneaky signature', () => {
  const rect = OVER_TEXT;

  it.each([1, 2] as const)('in a new field that can be seen is forbidden with P = %i', async (level) => {
    const { verdict, changes } = await afterBytes(level, (input) =>
      sign(input, attacker, { field: 'Evil', rect, content: COVER }),
    );
    expect(verdict).toBe('invalid');
    expect(changes).toContainEqual({ kind: 'seal-added', field: 'Evil', page: 1, permitted: false });
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: 'content-covered', by: 'signature', name: 'Evil' }),
    );
  });

  it('in a new field is permitted with P = 3, and what it covers is told', async () => {
    const { verdict, changes } = await afterBytes(3, (input) =>
      sign(input, attacker, { field: 'Evil', rect, content: COVER }),
    );
    expect(verdict).toBe('valid');
    expect(changes).toContainEqual({
      ...{ kind: 'content-covered', page: 1, by: 'signature', name: 'Evil' },
      permitted: true,
    });
  });

  it.each([1, 2, 3] as const)(
    'that nobody made: an empty field over text is forbidden with P = %i',
    async (level) => {
      const { verdict } = await after(level, async (writer, doc) => {
        await addField(writer, doc, { field: 'Evil', type: 'Sig', rect, content: COVER });
      });
      expect(verdict).toBe('invalid');
    },
  );

  it('whose value is no signature makes the document invalid', async () => {
    const { verdict } = await after(3, async (writer, doc) => {
      const value = writer.allocate();
      writer.put(value, PdfDict.of({ Type: name('Sig'), Contents: words('x'), ByteRange: [0, 1, 2, 3] }));
      await addField(writer, doc, {
        field: 'Evil',
        type: 'Sig',
        rect,
        content: COVER,
        entries: { V: value },
      });
    });
    expect(verdict).toBe('invalid');
  });

  it('in the field that the author provided is permitted with P = 2', async () => {
    const { verdict, changes } = await afterBytes(2, (input) =>
      sign(input, attacker, { into: 20, content: FRAME }),
    );
    expect(verdict).toBe('valid');
    expect(changes).toEqual([{ kind: 'signed', field: 'Second', page: 1, permitted: true }]);
  });

  it('in a field that cannot be seen is permitted with P = 2, and not with P = 1', async () => {
    const signing = (input: Blob) => sign(input, attacker, { field: 'Unseen' });
    expect(await afterBytes(2, signing)).toMatchObject({ verdict: 'valid' });
    expect(await afterBytes(1, signing)).toMatchObject({ verdict: 'invalid' });
  });

  it('that moves the provided field over text is forbidden', async () => {
    const { verdict } = await afterBytes(2, (input) =>
      sign(input, attacker, {
        into: 20,
        along: async (writer, doc) => {
          const field = (await doc.dict(PdfRef.of(20)))?.clone() ?? PdfDict.of();
          writer.put(PdfRef.of(20), field.set('Rect', rect));
        },
      }),
    );
    expect(verdict).toBe('invalid');
  });
});
