/** Other people's programs that sign and change documents: poppler and NSS, mupdf, qpdf, @libpdf/core, pdf-lib. */
import { CryptoKeySigner, PDF } from '@libpdf/core';
import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Authority } from './authority';
import { mustRun } from './verifiers';

const PASSWORD = 'honest';

/** Two pages, a text field, a box to tick and an empty signature field, by pdf-lib. */
export async function newDocument(o: { objectStreams?: boolean } = {}): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const [page, second] = [pdf.addPage(), pdf.addPage()];
  page.drawText('Tender 2026-11', { x: 72, y: 700, size: 14 });
  second.drawText('Prices', { x: 72, y: 700, size: 14 });
  const form = pdf.getForm();
  form.createTextField('name').addToPage(page, { x: 72, y: 600, width: 200, height: 20 });
  form.createCheckBox('agreed').addToPage(page, { x: 72, y: 560, width: 14, height: 14 });
  const field = pdf.context.register(
    pdf.context.obj({
      ...{ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', T: PDFString.of('empty'), F: 4 },
      ...{ Rect: [72, 400, 272, 460], P: page.ref },
    }),
  );
  form.acroForm.addField(field);
  page.node.addAnnot(field);
  pdf.catalog.set(PDFName.of('Lang'), PDFString.of('en'));
  return pdf.save({ useObjectStreams: o.objectStreams ?? false });
}

/** What programs that work on files need. */
export class Signers {
  #files = 0;
  #database: Promise<string> | undefined;

  constructor(readonly authority: Authority) {}

  async #onFiles(
    input: Uint8Array,
    work: (from: string, to: string) => Promise<unknown>,
  ): Promise<Uint8Array> {
    const number = ++this.#files;
    const [from, to] = [`in-${number}.pdf`, `out-${number}.pdf`].map((name) => this.authority.file(name));
    await writeFile(from!, input);
    await work(from!, to!);
    return new Uint8Array(await readFile(to!));
  }

  /** `pdfsig -add-signature`, poppler with NSS. */
  async poppler(input: Uint8Array, field: string): Promise<Uint8Array> {
    const database = await (this.#database ??= this.#newDatabase());
    const args = ['-nssdir', database, '-no-ocsp', '-add-signature', '-new-signature-field-name', field];
    return this.#onFiles(input, (from, to) => mustRun('pdfsig', [...args, '-nick', 'rsa', from, to]));
  }

  /** `pdfsig -sign`: in a field that is there. */
  async popplerInField(input: Uint8Array, field: string): Promise<Uint8Array> {
    const database = await (this.#database ??= this.#newDatabase());
    const args = ['-nssdir', database, '-no-ocsp', '-sign', field, '-etsi', '-nick', 'rsa'];
    return this.#onFiles(input, (from, to) => mustRun('pdfsig', [...args, from, to]));
  }

  async #newDatabase(): Promise<string> {
    const folder = this.authority.file('nss');
    await mkdir(folder);
    const database = `sql:${folder}`;
    await mustRun('certutil', ['-N', '-d', database, '--empty-password']);
    const bundle = await this.authority.pkcs12('rsa', PASSWORD);
    await mustRun('pk12util', ['-i', bundle, '-d', database, '-W', PASSWORD]);
    return database;
  }

  /** `mutool sign`: in the field with this object number. */
  async mupdf(input: Uint8Array, objectNumber: number): Promise<Uint8Array> {
    const bundle = await this.authority.pkcs12('rsa', PASSWORD);
    return this.#onFiles(input, (from, to) =>
      mustRun('mutool', ['sign', '-s', bundle, '-P', PASSWORD, '-o', to, from, `${objectNumber}`]),
    );
  }

  /** mupdf fills the first text field of the first page. */
  mupdfFill(input: Uint8Array, text: string): Promise<Uint8Array> {
    const fill =
      'for (var i in widgets) if (widgets[i].getFieldType() === "text") widgets[i].setTextValue(scriptArgs[1]);';
    return this.#byMupdf(input, `var widgets = page.getWidgets(); ${fill}`, text);
  }

  /** mupdf puts a comment on the first page. */
  mupdfComment(input: Uint8Array, text: string): Promise<Uint8Array> {
    const annotation = 'var note = page.createAnnotation("Text"); note.setRect([300, 300, 320, 320]);';
    return this.#byMupdf(input, `${annotation} note.setContents(scriptArgs[1]);`, text);
  }

  /** Runs a script on the first page, and saves incrementally; mupdf does that over what it has opened only. */
  async #byMupdf(input: Uint8Array, work: string, text: string): Promise<Uint8Array> {
    const script = this.authority.file('script.js');
    const open = 'var doc = new PDFDocument(scriptArgs[0]); var page = doc.loadPage(0);';
    await writeFile(script, `${open}\n${work}\npage.update(); doc.save(scriptArgs[0], "incremental");`);
    return this.#onFiles(input, async (_, to) => {
      await writeFile(to, input);
      await mustRun('mutool', ['run', script, to, text]);
    });
  }

  async qpdf(input: Uint8Array, ...options: string[]): Promise<Uint8Array> {
    return this.#onFiles(input, (from, to) => mustRun('qpdf', [...options, from, to]));
  }

  /** @libpdf/core, with our OpenSSL as timestamp service and source of revocation data. */
  async libpdf(
    input: Uint8Array,
    level: 'B-B' | 'B-T' | 'B-LT' | 'B-LTA',
    fieldName: string,
  ): Promise<Uint8Array> {
    const { authority } = this;
    const key = await authority.key('p256');
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const privateKey = await crypto.subtle.importKey('pkcs8', Buffer.from(key), algorithm, false, ['sign']);
    const certificate = await authority.certificate('p256');
    const chain = [await authority.certificate('authority'), await authority.certificate('root')];
    const signer = new CryptoKeySigner(privateKey, certificate, 'EC', 'ECDSA', chain);
    const timestampAuthority = { timestamp: (digest: Uint8Array) => authority.timestampOf(digest) };
    const ofAuthority = Buffer.from(await authority.certificate('authority'));
    const revocationProvider = {
      getCRL: (of: Uint8Array) => authority.crl(ofAuthority.equals(of) ? 'root' : 'authority'),
    };
    const further = level === 'B-B' ? {} : { timestampAuthority, revocationProvider };
    const pdf = await PDF.load(input);
    return (await pdf.sign({ signer, fieldName, level, ...further })).bytes;
  }

  /** @libpdf/core fills fields, and saves incrementally. */
  async libpdfFill(input: Uint8Array, values: Record<string, string | boolean>): Promise<Uint8Array> {
    const pdf = await PDF.load(input);
    pdf.getForm()?.fill(values);
    return pdf.save({ incremental: true });
  }

  /** @libpdf/core gives a title, and saves incrementally. */
  async libpdfTitle(input: Uint8Array, title: string): Promise<Uint8Array> {
    const pdf = await PDF.load(input);
    pdf.setTitle(title);
    return pdf.save({ incremental: true });
  }
}

/** Number of the object in which an empty signature field of `newDocument` stands. */
export function fieldNumber(document: Uint8Array): number {
  const text = Buffer.from(document).toString('latin1');
  const found = /(\d+) 0 obj\s*<<(?:(?!endobj)[\s\S])*?\/FT \/Sig/.exec(text);
  if (!found) throw new Error('no signature field');
  return Number(found[1]);
}
