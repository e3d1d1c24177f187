import { PDFDocument, PDFName, type PDFRef } from 'pdf-lib';
import type { GlyphSource } from '../../seal';
import { textOf, type Block } from './block';
import { Flow } from './flow';
import { setBlock } from './layout';
import { OutlineFont } from './outline-font';
import { PAGE } from './page';

export interface ComposedDocument {
  title: string;
  /** BCP 47 */
  language: string;
  /** at the foot of each page, beside its number */
  footer: string;
  made: Date;
  blocks: Block[];
}

/**
 * Composes a document: A4 pages of text that can be searched and copied, set in the face of the seals.
 *
 * @throws SealDesignError `glyph-data` where the outlines cannot be loaded
 */
export async function composePdf(document: ComposedDocument, glyphs: GlyphSource): Promise<Uint8Array> {
  const { title, language, footer, made, blocks } = document;
  const font = new OutlineFont(glyphs);
  await font.load(`0123456789/ •\u3000${footer}${blocks.map(textOf).join('')}`.replaceAll('\n', ''));
  const flow = new Flow(font);
  for (const block of blocks) setBlock(flow, block);

  const pdf = await PDFDocument.create();
  pdf.setTitle(title, { showInWindowTitleBar: true });
  pdf.setLanguage(language);
  pdf.setProducer('Suiyin');
  pdf.setCreator('Suiyin');
  pdf.setCreationDate(made);
  pdf.setModificationDate(made);
  const { context } = pdf;
  const fonts = Object.fromEntries(font.embed(context)) as Record<string, PDFRef>;
  const resources = context.register(context.obj({ Font: fonts }));
  for (const content of flow.finish(footer)) {
    const page = pdf.addPage([PAGE.width, PAGE.height]);
    page.node.set(PDFName.of('Resources'), resources);
    page.node.set(PDFName.of('Contents'), context.register(context.flateStream(content)));
  }
  return pdf.save();
}
