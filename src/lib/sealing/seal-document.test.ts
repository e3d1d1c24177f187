import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import type { Placement } from '../pdf/place';
import type { SealPicture } from '../seal';
import { sealDocument, type SealDocumentRequest } from './seal-document';

const square: SealPicture = {
  widthMm: 20,
  heightMm: 20,
  paths: [{ commands: [['M', 0, 0], ['L', 20, 0], ['L', 20, 20], ['Z']], fill: '#c8102e' }],
};

async function request(placements: readonly Placement[]): Promise<SealDocumentRequest> {
  const pdf = await PDFDocument.create();
  pdf.addPage([595, 842]);
  pdf.addPage([595, 842]);
  return {
    file: new Blob([new Uint8Array(await pdf.save())]),
    fileName: '投标文件.pdf',
    nameSuffix: '已签章',
    placements,
    pictures: new Map([['s', square]]),
    signer: {
      certificate: new Uint8Array(),
      chain: [],
      algorithm: 'p256',
      sign: () => Promise.reject(new Error('nothing is signed here')),
    },
    signerName: '云溪测试有限公司',
    date: new Date('2026-11-24T08:00:00Z'),
    findText: () => Promise.resolve([]),
  };
}

describe('sealing a document', () => {
  test('tells which placement has no place', async () => {
    const keyword: Placement = { id: 'k', sealId: 's', kind: 'keyword', text: '盖章' };
    await expect(sealDocument(await request([keyword]))).rejects.toMatchObject({
      code: 'keyword-not-found',
      detail: { placementId: 'k' },
    });
  });

  test('reads the pages itself where they are not given', async () => {
    const third: Placement = { id: 'p', sealId: 's', kind: 'single', page: 2, xMm: 0, yMm: 0 };
    await expect(sealDocument(await request([third]))).rejects.toMatchObject({
      code: 'page-out-of-range',
      detail: { page: 3, pageCount: 2 },
    });
  });

  test('refuses a seal that nobody has drawn', async () => {
    const other: Placement = { id: 'p', sealId: 'gone', kind: 'single', page: 0, xMm: 0, yMm: 0 };
    await expect(sealDocument(await request([other]))).rejects.toMatchObject({
      code: 'unknown-seal',
      detail: { sealId: 'gone' },
    });
  });

  test('refuses to sign without a seal', async () => {
    await expect(sealDocument(await request([]))).rejects.toMatchObject({ code: 'no-stamps' });
  });
});
