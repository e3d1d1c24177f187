import { describe, expect, it } from 'vitest';
import { openPdf, PdfDict, PdfName, PdfRef, PdfStream, PdfString, type PdfObject } from '../../syntax';
import { compareRevisions } from '../difference';
import type { Change } from '../report';
import { latin1, revise, stream, twoPages } from '../testing';

const name = PdfName.of.bind(PdfName);
const text = PdfString.ofText.bind(PdfString);

const form = (content: string) =>
  PdfStream.of(
    PdfDict.of({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 9, 9] }),
    latin1(content),
  );

/** A new signature value. */
const signature = (type = 'Sig') =>
  PdfDict.of({
    ...{ Type: name(type), Contents: text('signature'), ByteRange: [0, 1, 2, 3] },
    SubFilter: name(type === 'Sig' ? 'ETSI.CAdES.detached' : 'ETSI.RFC3161'),
  });

/** What a revision changed that `change` makes of the document. */
async function changes(
  change: Parameters<typeof revise>[1],
  objects: Readonly<Record<number, string>> = {},
): Promise<Change[]> {
  const before = twoPages(objects);
  const after = await openPdf(await revise(before, change));
  const written = after.revisions[1]?.entries.keys() ?? [];
  return compareRevisions(await after.atRevision(0), after, written);
}

/** Puts an object with some of its entries changed. */
const put =
  (num: number, entries: Record<string, PdfObject>, further: Record<number, PdfObject> = {}) =>
  async (...[writer, doc]: Parameters<Parameters<typeof revise>[1]>): Promise<void> => {
    const dict = (await doc.dict(PdfRef.of(num)))?.clone() ?? PdfDict.of();
    for (const [key, value] of Object.entries(entries)) dict.set(key, value);
    writer.put(PdfRef.of(num), dict);
    for (const [other, object] of Object.entries(further)) writer.put(PdfRef.of(Number(other)), object);
  };

const other = (where: string) => [expect.objectContaining({ kind: 'other', where })];

describe('validation data', () => {
  const store = PdfDict.of({ Type: name('DSS'), CRLs: [PdfRef.of(21)] });

  it('may be added', async () => {
    const found = await changes(put(1, { DSS: PdfRef.of(20) }, { 20: store, 21: form('crl') }));
    expect(found).toEqual([{ kind: 'validation-data' }]);
  });

  it('may be changed, unless a page shows it', async () => {
    const objects = { 1: '<< /Type /Catalog /Pages 2 0 R /DSS << /Certs [20 0 R] >> >>', 20: stream('q Q') };
    const change = (writer: Parameters<Parameters<typeof revise>[1]>[0]) =>
      writer.put(PdfRef.of(20), form('n'));
    expect(await changes(change, objects)).toEqual([{ kind: 'validation-data' }]);
    const shown = { ...objects, 5: stream('q Q', '/Twin 20 0 R') };
    expect(await changes(change, shown)).toEqual([
      { kind: 'other', where: 'content', page: 1, object: 20 },
      { kind: 'validation-data' },
    ]);
  });
});

describe('metadata', () => {
  it('may be given to a document', async () => {
    expect(await changes(put(1, { Metadata: PdfRef.of(20) }, { 20: form('<x/>') }))).toEqual([
      { kind: 'metadata' },
    ]);
  });
});

describe('the version', () => {
  it.each([
    ['may rise', '2.0', []],
    ['may not fall', '1.2', other('catalog')],
    ['is a number', 'Evil', other('catalog')],
  ])('%s', async (_, version, expected) => {
    const objects = { 1: '<< /Type /Catalog /Pages 2 0 R /Version /1.7 >>' };
    expect(await changes(put(1, { Version: name(version) }), objects)).toEqual(expected);
  });

  it('may come with extensions', async () => {
    const extensions = PdfDict.of({ ISO_: PdfDict.of({ BaseVersion: name('2.0'), ExtensionLevel: 32001 }) });
    expect(await changes(put(1, { Extensions: extensions }))).toEqual([]);
  });
});

describe('signature fields', () => {
  const field = (entries: Record<string, PdfObject> = {}) =>
    PdfDict.of({
      ...{ Type: name('Annot'), Subtype: name('Widget'), FT: name('Sig'), T: text('New') },
      ...{ Rect: [0, 0, 9, 9], ...entries },
    });
  const add = (dict: PdfDict, further: Record<number, PdfObject> = {}) =>
    put(8, { Fields: [PdfRef.of(9), PdfRef.of(20)], SigFlags: 3 }, { 20: dict, ...further });
  const onPage = { Annots: [PdfRef.of(20)] };

  it('may be added, empty', async () => {
    expect(await changes(add(field()))).toEqual([{ kind: 'signature-field-added', field: 'New' }]);
  });

  it('may be added with a value and a place on a page', async () => {
    const found = await changes(async (writer, doc) => {
      await add(field({ V: PdfRef.of(21), AP: PdfDict.of({ N: PdfRef.of(22) }) }), {
        21: signature(),
        22: form('q Q'),
      })(writer, doc);
      await put(4, onPage)(writer, doc);
    });
    expect(found).toEqual([
      { kind: 'signed', field: 'New' },
      { kind: 'seal-added', field: 'New', page: 2 },
    ]);
  });

  it('may be timestamps', async () => {
    const found = await changes(add(field({ V: PdfRef.of(21) }), { 21: signature('DocTimeStamp') }));
    expect(found).toEqual([{ kind: 'timestamped', field: 'New' }]);
  });

  it('are signatures where they are seen, or only call themselves timestamps', async () => {
    const seen = async (entries: Record<string, PdfObject>) =>
      changes(async (writer, doc) => {
        await add(field({ V: PdfRef.of(21), ...entries }), { 21: signature('DocTimeStamp') })(writer, doc);
        await put(4, onPage)(writer, doc);
      });
    expect(await seen({})).toEqual([
      { kind: 'signed', field: 'New' },
      { kind: 'seal-added', field: 'New', page: 2 },
    ]);
    expect(await seen({ Rect: [0, 0, 0, 0] })).toEqual([{ kind: 'timestamped', field: 'New' }]);
    expect(await seen({ F: 2 })).toEqual([{ kind: 'timestamped', field: 'New' }]);
    expect(await seen({ F: 32 + 4 })).toContainEqual({ kind: 'signed', field: 'New' });
    const dressed = signature().set('Type', name('DocTimeStamp'));
    expect(await changes(add(field({ V: PdfRef.of(21) }), { 21: dressed }))).toEqual([
      { kind: 'signed', field: 'New' },
    ]);
  });

  it('may have widgets that know their field by its /Kids only', async () => {
    const widget = PdfDict.of({ Type: name('Annot'), Subtype: name('Widget'), Rect: [0, 0, 9, 9] });
    const parent = PdfDict.of({ FT: name('Sig'), T: text('New'), Kids: [PdfRef.of(22)], V: PdfRef.of(21) });
    const found = await changes(async (writer, doc) => {
      await add(parent, { 21: signature(), 22: widget })(writer, doc);
      await put(4, { Annots: [PdfRef.of(22)] })(writer, doc);
    });
    expect(found).toEqual([
      { kind: 'signed', field: 'New' },
      { kind: 'seal-added', field: 'New', page: 2 },
    ]);
  });

  it.each([
    ['other fields', { FT: name('Tx') }],
    ['fields with an action', { AA: PdfDict.of({ E: PdfDict.of({ S: name('JavaScript') }) }) }],
    ['fields that are no widgets', { Subtype: name('Stamp') }],
  ])('are not %s', async (_, entries) => {
    expect(await changes(add(field(entries)))).toEqual(other('field'));
  });

  it('may not take the place of others', async () => {
    expect(await changes(put(8, { Fields: [PdfRef.of(20)] }, { 20: field() }))).toEqual([
      { kind: 'signature-field-added', field: 'New' },
      ...other('field'),
    ]);
  });
});

describe('signing', () => {
  const empty = {
    3:
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Annots [9 0 R] ' +
      '/Resources << /Font << /F 7 0 R >> >> >>',
    9:
      '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig) /Rect [72 600 272 620] /P 3 0 R /F 4 ' +
      '/AP << /N 10 0 R >> >>',
    10: stream('q Q', '/Type /XObject /Subtype /Form /BBox [0 0 9 9]'),
  };

  it('fills an empty field, and may draw its appearance anew', async () => {
    const found = await changes(
      put(9, { V: PdfRef.of(20) }, { 10: form('0 0 9 9 re f'), 20: signature() }),
      empty,
    );
    expect(found).toEqual([{ kind: 'signed', field: 'Sig', page: 1 }]);
  });

  it('does not move the field, nor hide it', async () => {
    const moved = put(9, { V: PdfRef.of(20), Rect: [0, 0, 595, 842] }, { 20: signature() });
    const hidden = put(9, { V: PdfRef.of(20), F: 2 }, { 20: signature() });
    const locked = put(9, { V: PdfRef.of(20), F: 132 }, { 20: signature() });
    expect(await changes(moved, empty)).toEqual([
      { kind: 'signed', field: 'Sig', page: 1 },
      ...other('field'),
    ]);
    expect(await changes(hidden, empty)).toEqual([
      { kind: 'signed', field: 'Sig', page: 1 },
      ...other('field'),
    ]);
    expect(await changes(locked, empty)).toEqual([{ kind: 'signed', field: 'Sig', page: 1 }]);
  });

  it('in a field that is seen is no timestamp', async () => {
    const stamp = put(9, { V: PdfRef.of(20) }, { 20: signature('DocTimeStamp') });
    expect(await changes(stamp, empty)).toEqual([{ kind: 'signed', field: 'Sig', page: 1 }]);
    const unseen = { ...empty, 9: empty[9].replace('[72 600 272 620]', '[0 0 0 0]') };
    expect(await changes(stamp, unseen)).toEqual([{ kind: 'timestamped', field: 'Sig' }]);
  });

  it.each<[string, Record<string, PdfObject>, boolean]>([
    ['the page that lists it', { P: PdfRef.of(3) }, true],
    ['another page', { P: PdfRef.of(4) }, false],
    ['that it is printed too', { F: 132 }, true],
    ['that it does not turn', { F: 16 }, false],
    ['how readers would write in it', { DA: text('/F 0 Tf 0 g'), MK: PdfDict.of({}) }, true],
    ['an action', { AA: PdfDict.of({}) }, false],
  ])('may write %s along: %j: %s', async (_, entries, isPermitted) => {
    const bare = { ...empty, 9: empty[9].replace('/P 3 0 R /F 4', '') };
    const found = await changes(put(9, { V: PdfRef.of(20), ...entries }, { 20: signature() }), bare);
    const signedOnly = [{ kind: 'signed', field: 'Sig', page: 1 }];
    expect(found).toEqual(isPermitted ? signedOnly : [...signedOnly, ...other('field')]);
  });

  it('is not drawing an appearance alone', async () => {
    const found = await changes((writer) => writer.put(PdfRef.of(10), form('0 0 9 9 re f')), empty);
    expect(found).toEqual(other('appearance'));
  });

  it('does not replace a value that was there', async () => {
    const signed = {
      ...empty,
      9: empty[9].replace('/F 4', '/F 4 /V 11 0 R'),
      11: '<< /Type /Sig /Contents (a) >>',
    };
    expect(await changes(put(9, { V: PdfRef.of(20) }, { 20: signature() }), signed)).toEqual(other('field'));
    expect(await changes(put(11, { Contents: text('b') }), signed)).toEqual(other('signature-value'));
  });
});

describe('form filling', () => {
  it('may need a further font', async () => {
    const fonts = PdfDict.of({ Font: PdfDict.of({ F: PdfRef.of(7), G: PdfRef.of(20) }) });
    const font = PdfDict.of({ Type: name('Font') });
    expect(await changes(put(8, { DR: fonts }, { 20: font }))).toEqual([]);
  });

  it('does not change a font that is there', async () => {
    const fonts = PdfDict.of({ Font: PdfDict.of({ F: PdfRef.of(20) }) });
    const font = PdfDict.of({ Type: name('Font') });
    expect(await changes(put(8, { DR: fonts }, { 20: font }))).toEqual(other('form'));
    expect(await changes(put(7, { BaseFont: name('Evil') }))).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'other', where: 'content' })]),
    );
  });

  it('does not ask readers to draw all fields anew', async () => {
    expect(await changes(put(8, { NeedAppearances: true }))).toEqual(other('form'));
  });

  it('leaves the kind of field as it is', async () => {
    expect(await changes(put(9, { FT: name('Btn'), V: text('x') }))).toEqual(other('field'));
  });
});

describe('annotations', () => {
  const note = (entries: Record<string, PdfObject> = {}) =>
    PdfDict.of({ Type: name('Annot'), Subtype: name('Text'), Rect: [0, 0, 9, 9], ...entries });
  const withNote = {
    4:
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Annots [10 0 R] ' +
      '/Resources << /Font << /F 7 0 R >> >> >>',
    10: '<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>',
  };

  it('are told when they are added, changed and removed', async () => {
    const page = { page: 2, subtype: 'Text' };
    expect(await changes(put(4, { Annots: [PdfRef.of(20)] }, { 20: note() }))).toEqual([
      { kind: 'annotation-added', ...page },
    ]);
    expect(await changes(put(10, { Contents: text('x') }), withNote)).toEqual([
      { kind: 'annotation-changed', ...page },
    ]);
    expect(await changes(put(4, { Annots: [] }), withNote)).toEqual([
      { kind: 'annotation-removed', ...page },
    ]);
  });

  it('are not moved before others', async () => {
    const two = {
      ...withNote,
      4: withNote[4].replace('[10 0 R]', '[10 0 R 11 0 R]'),
      11: withNote[10].replace('9 9]', '8 8]'),
    };
    expect(await changes(put(4, { Annots: [PdfRef.of(11), PdfRef.of(10)] }), two)).toEqual(
      other('annotation'),
    );
  });
});
