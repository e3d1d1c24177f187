import { beforeAll, describe, expect, it } from 'vitest';
import { openPdf, PdfDict, PdfRef, PdfStream } from '../syntax';
import { sign, words } from './forging';
import { History } from './history';
import { revisionsOf } from './revision-report';
import { latin1, newCompany, revise, seal, twoPages, verify, type Company } from './testing';

let company: Company;

beforeAll(async () => {
  company = await newCompany('Yunxi');
});

async function revisions(file: Blob) {
  const { signatures } = await verify(file, [company]);
  return revisionsOf(new History(await openPdf(file), undefined), signatures);
}

describe('the revisions of a document', () => {
  it('tell what each changed, who signed it, and where it ends', async () => {
    const plain = twoPages();
    const signed = await sign(plain, company, { field: 'One' });
    const filled = await revise(signed, async (writer, doc) => {
      const field = (await doc.dict(PdfRef.of(9)))?.clone() ?? PdfDict.of();
      writer.put(PdfRef.of(9), field.set('V', words('x')));
    });
    const sealed = await seal(filled, company);
    expect(await revisions(sealed)).toEqual([
      { index: 0, endOffset: plain.size, signedBy: [], changes: [] },
      { index: 1, endOffset: signed.size, signedBy: ['One'], changes: [{ kind: 'signed', field: 'One' }] },
      {
        index: 2,
        endOffset: filled.size,
        signedBy: [],
        changes: [{ kind: 'form-filled', field: 'name', page: 1 }],
      },
      {
        ...{ index: 3, endOffset: sealed.size, signedBy: ['Suiyin1'] },
        changes: [
          { kind: 'signed', field: 'Suiyin1' },
          { kind: 'seal-added', field: 'Suiyin1', page: 1 },
        ],
      },
    ]);
  });

  it('are told of a document that nobody signed, whatever is permitted', async () => {
    const changed = await revise(twoPages(), (writer) =>
      writer.put(PdfRef.of(5), PdfStream.of(PdfDict.of(), latin1('BT ET'))),
    );
    expect((await revisions(changed)).map(({ changes }) => changes)).toEqual([
      [],
      [{ kind: 'other', where: 'content', page: 1, object: 5 }],
    ]);
  });

  it('end where the document as it was signed ends', async () => {
    const signed = await sign(twoPages(), company);
    const later = await revise(signed, (writer) =>
      writer.put(PdfRef.of(5), PdfStream.of(PdfDict.of(), latin1(''))),
    );
    const [, second] = await revisions(later);
    const report = await verify(later.slice(0, second?.endOffset), [company]);
    expect(report).toMatchObject({ verdict: 'valid', revisionCount: 2 });
  });
});
