import { describe, expect, it } from 'vitest';
import { openPdf, PdfDict, PdfName, PdfRef, PdfString, type PdfObject } from '../../syntax';
import { compareRevisions } from '../difference';
import type { Change } from '../report';
import { revise, twoPages } from '../testing';

const name = PdfName.of.bind(PdfName);

/** A tagged document: the root 30 with one element 31, and a parent tree 32. */
const tagged = {
  1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R /StructTreeRoot 30 0 R /MarkInfo << /Marked true >> >>',
  30: '<< /Type /StructTreeRoot /K 31 0 R /ParentTree 32 0 R /ParentTreeNextKey 1 >>',
  31: '<< /Type /StructElem /S /Document /P 30 0 R /K [33 0 R] >>',
  32: '<< /Nums [0 33 0 R] >>',
  33: '<< /Type /StructElem /S /Form /P 31 0 R /K << /Type /OBJR /Obj 9 0 R >> >>',
};

type Objects = Record<number, PdfObject>;

async function changes(
  entries: Record<number, Record<string, PdfObject>>,
  added: Objects = {},
): Promise<Change[]> {
  const file = await revise(twoPages(tagged), async (writer, doc) => {
    for (const [num, changed] of Object.entries(entries)) {
      const dict = (await doc.dict(PdfRef.of(Number(num))))?.clone() ?? PdfDict.of();
      for (const [key, value] of Object.entries(changed)) dict.set(key, value);
      writer.put(PdfRef.of(Number(num)), dict);
    }
    for (const [num, object] of Object.entries(added)) writer.put(PdfRef.of(Number(num)), object);
  });
  const after = await openPdf(file);
  return compareRevisions(await after.atRevision(0), after, after.revisions[1]?.entries.keys() ?? []);
}

const reference = PdfDict.of({ Type: name('OBJR'), Obj: PdfRef.of(50) });
const element = (entries: Record<string, PdfObject> = {}) =>
  PdfDict.of({ Type: name('StructElem'), S: name('Form'), P: PdfRef.of(31), K: reference, ...entries });
const field = PdfDict.of({
  ...{ Type: name('Annot'), Subtype: name('Widget'), FT: name('Sig'), T: PdfString.ofText('New') },
  ...{ Rect: [0, 0, 0, 0], StructParent: 1 },
});
const newField = { 8: { Fields: [PdfRef.of(9), PdfRef.of(50)] } };
const grown = {
  ...newField,
  30: { ParentTreeNextKey: 2 },
  31: { K: [PdfRef.of(33), PdfRef.of(51)] },
  32: { Nums: [0, PdfRef.of(33), 1, PdfRef.of(51)] },
};

const forbidden = expect.objectContaining({ kind: 'other', where: 'structure' });

describe('the structure tree', () => {
  it('grows by the elements of new fields', async () => {
    expect(await changes(grown, { 50: field, 51: element() })).toEqual([
      { kind: 'signature-field-added', field: 'New' },
      { kind: 'structure' },
    ]);
  });

  it('may have one element that becomes one of two', async () => {
    const root = { 30: { K: [PdfRef.of(31), PdfRef.of(51)] } };
    const found = await changes({ ...newField, ...root }, { 50: field, 51: element() });
    expect(found).toContainEqual({ kind: 'structure' });
    expect(found).not.toContainEqual(forbidden);
  });

  it.each<[string, Record<number, Record<string, PdfObject>>, Objects]>([
    ['lose elements', { 31: { K: [] } }, {}],
    ['change an element', { 33: { S: name('P') } }, {}],
    ['say something else for what is there', { 33: { ActualText: PdfString.ofText('Evil') } }, {}],
    [
      'get an element for an old annotation',
      { 31: { K: [PdfRef.of(33), PdfRef.of(51)] } },
      {
        51: element({ K: PdfDict.of({ Type: name('OBJR'), Obj: PdfRef.of(9) }) }),
      },
    ],
    [
      'get an element for marked content',
      { 31: { K: [PdfRef.of(33), PdfRef.of(51)] } },
      { 51: element({ K: 0 }) },
    ],
    [
      'get an element that replaces text',
      { ...grown },
      { 50: field, 51: element({ ActualText: PdfString.ofText('x') }) },
    ],
    [
      'take an old key for a new element',
      { ...grown, 32: { Nums: [0, PdfRef.of(51)] } },
      { 50: field, 51: element() },
    ],
    [
      'have an old key twice',
      { ...grown, 32: { Nums: [0, PdfRef.of(33), 0, PdfRef.of(51)] } },
      { 50: field, 51: element() },
    ],
    ['map roles anew', { 30: { RoleMap: PdfDict.of({ Form: name('P') }) } }, {}],
    ['go away', { 1: { StructTreeRoot: null } }, {}],
  ])('does not %s', async (what, entries, added) => {
    const found = await changes(entries, added);
    expect(found).toContainEqual(what === 'go away' ? expect.objectContaining({ kind: 'other' }) : forbidden);
  });
});
