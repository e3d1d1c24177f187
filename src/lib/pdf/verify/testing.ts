/** Documents and signers for the tests of this folder. */
import { generateSigningKey, signBytes, type SigningAlgorithm } from '../../keys';
import {
  createRequest,
  issueCompany,
  issueIntermediate,
  issueRoot,
  trialCreditCode,
  type Signer,
} from '../../pki';
import type { SealPicture } from '../../seal';
import type { Stamp } from '../place';
import { sealPdf, type SealingSigner } from '../sign';
import { IncrementalWriter, openPdf, type PdfDocument } from '../syntax';
import type { VerifyReport } from './report';
import { verifyPdf, type VerifyOptions } from './verify';

export const NOW = new Date('2026-11-24T12:00:00Z');

export interface Company {
  name: string;
  signer: SealingSigner;
  root: Uint8Array;
  issuing: { certificate: Uint8Array; signer: Signer };
}

async function newSigner(algorithm: SigningAlgorithm): Promise<Signer> {
  const { privateKey, publicKey } = await generateSigningKey(algorithm);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return { algorithm, spki, sign: (data) => signBytes(privateKey, data) };
}

/** A company with a certificate of a platform of its own. */
export async function newCompany(name: string, algorithm: SigningAlgorithm = 'p256'): Promise<Company> {
  const [rootSigner, issuingSigner, signer] = await Promise.all([
    newSigner('p256'),
    newSigner('p256'),
    newSigner(algorithm),
  ]);
  const notBefore = new Date('2026-01-01T00:00:00Z');
  const root = await issueRoot({ name: `${name} root`, signer: rootSigner, notBefore, years: 10 });
  const issuing = await issueIntermediate({
    name: `${name} CA`,
    spki: issuingSigner.spki,
    issuer: { certificate: root, signer: rootSigner },
    notBefore,
    years: 5,
  });
  const subject = { companyName: name, creditCode: trialCreditCode(), platformName: 'test platform' };
  const issuer = { certificate: issuing, signer: issuingSigner };
  const request = await createRequest({ subject, signer });
  const certificate = await issueCompany({ request, issuer, notBefore, years: 1 });
  const { sign } = signer;
  return { name, root, issuing: issuer, signer: { certificate, chain: [issuing, root], algorithm, sign } };
}

const PICTURE: SealPicture = {
  widthMm: 40,
  heightMm: 40,
  paths: [
    { commands: [['M', 1, 1], ['L', 39, 1], ['L', 39, 39], ['Z']], stroke: { color: '#c8102e', widthMm: 1 } },
  ],
};

export function stampOn(pageIndex: number, xMm = 20, yMm = 30): Stamp {
  return { placementId: 'one', sealId: 'round', pageIndex, xMm, yMm, widthMm: 40, heightMm: 40 };
}

export async function seal(input: Blob, company: Company, ...stamps: Stamp[]): Promise<Blob> {
  const { blob } = await sealPdf(input, {
    stamps: stamps.length > 0 ? stamps : [stampOn(0)],
    pictures: new Map([['round', PICTURE]]),
    signer: company.signer,
    signerName: company.name,
    reason: 'tender',
    signingTime: NOW,
  });
  return blob;
}

/** Objects by number, 1 being the catalog, as a file with a cross-reference table. */
export function pdfOf(objects: Readonly<Record<number, string>>, trailer = ''): Blob {
  const size = Math.max(...Object.keys(objects).map(Number)) + 1;
  let text = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n';
  const offsets = new Map<number, number>();
  for (const [num, body] of Object.entries(objects)) {
    offsets.set(Number(num), text.length);
    text += `${num} 0 obj\n${body}\nendobj\n`;
  }
  const start = text.length;
  text += `xref\n0 ${size}\n0000000000 65535 f \n`;
  for (let num = 1; num < size; num++) {
    const offset = offsets.get(num);
    text += offset === undefined ? '0000000000 00000 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`;
  }
  text += `trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return new Blob([latin1(text)], { type: 'application/pdf' });
}

export function stream(content: string, dict = ''): string {
  return `<< /Length ${content.length} ${dict} >>\nstream\n${content}\nendstream`;
}

/** Two A4 pages with a line of text each, and a form with one text field. */
export function twoPages(changes: Readonly<Record<number, string>> = {}): Blob {
  const page = (content: number, annots = '') =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R ` +
    `/Resources << /Font << /F 7 0 R >> >> ${annots} >>`;
  return pdfOf({
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
    3: page(5, '/Annots [9 0 R]'),
    4: page(6),
    5: stream('BT /F 12 Tf 72 700 Td (Page one) Tj ET'),
    6: stream('BT /F 12 Tf 72 700 Td (Page two) Tj ET'),
    7: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    8: '<< /Fields [9 0 R] /DR << /Font << /F 7 0 R >> >> /DA (/F 12 Tf 0 g) >>',
    9: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [72 600 272 620] /P 3 0 R /F 4 >>',
    ...changes,
  });
}

/** Appends a revision that `change` makes. */
export async function revise(
  input: Blob,
  change: (writer: IncrementalWriter, doc: PdfDocument) => Promise<void> | void,
): Promise<Blob> {
  const doc = await openPdf(input);
  const writer = new IncrementalWriter(doc);
  await change(writer, doc);
  const { tail } = await writer.build();
  return new Blob([input, new Uint8Array(tail)], { type: 'application/pdf' });
}

export function verify(
  input: Blob,
  trusted: readonly Company[],
  o: Partial<VerifyOptions> = {},
): Promise<VerifyReport> {
  return verifyPdf(input, { roots: trusted.map(({ root }) => root), now: NOW, ...o });
}

/** The bytes as one character a byte. */
export async function textOf(file: Blob): Promise<string> {
  return Buffer.from(await file.arrayBuffer()).toString('latin1');
}

export function latin1(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
