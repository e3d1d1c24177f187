/** Signature values that stand in their fields, not in objects of their own: as honest as others, and forged like them. */
import { describe, expect, it } from 'vitest';
import { signatureValue } from './draft';
import {
  attacker,
  author,
  expectFound,
  expectValid,
  FONT,
  page,
  plain,
  report,
  signedFile,
  update,
  WITH_INFO,
} from './object-forgery-testing';

const field = (value: string, more = '') =>
  `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig) /Rect [0 0 0 0] /P 3 0 R /F 4 ${more} /V ${value} >>`;
const INLINE = { 20: field(signatureValue(author)), 21: '<< /Producer (x) >>' };
const BELOW = {
  3: page(`${FONT} /Contents 5 0 R`).replace('20 0 R', '22 0 R'),
  21: '<< /Producer (x) >>',
  20: `<< /FT /Sig /T (Sig) /Kids [22 0 R] /V ${signatureValue(author)} >>`,
  22: '<< /Type /Annot /Subtype /Widget /Parent 20 0 R /Rect [0 0 0 0] /P 3 0 R /F 4 >>',
};

describe('a signature value in its field', () => {
  it.each([
    ['the field and widget in one', INLINE],
    ['the field above its widget', BELOW],
  ])('is intact: %s', async (_, changes) => {
    const { draft, text } = await plain(changes);
    const result = await expectValid(draft);
    expect(result.signatures).toMatchObject([{ field: 'Sig', signer: 'Author', covers: 'whole-file' }]);
    expect(text).toContain('/V << /Type /Sig');
  });

  it('stays valid where a later revision brings what is permitted', async () => {
    const { draft } = await plain(INLINE);
    await expectValid(update(draft).table({ trailer: WITH_INFO }));
  });

  it('is broken where its gap leaves out more than its own value', async () => {
    // A second string under another key, in the gap's place: /Contents is elsewhere.
    const wrapped = field(
      signatureValue(author, { contents: '/Padding' }).replace('>>', '/Contents <00> >>'),
    );
    const { draft } = await plain({ ...INLINE, 20: wrapped });
    const { verdict, signatures } = await report(draft);
    expect(verdict).toBe('invalid');
    expect(signatures[0]).toMatchObject({ intact: false });
    expect(signatures[0]?.problems).toContain('byte-range-gap');
  });

  it('is broken where the field says /Contents, and not its value', async () => {
    const value = signatureValue(author, { contents: '/Other' });
    const beside = field(value.replace('>>', '/Contents <00> >>'), '/Contents <00>');
    const { verdict, signatures } = await report((await plain({ ...INLINE, 20: beside })).draft);
    expect(verdict).toBe('invalid');
    expect(signatures[0]?.intact).toBe(false);
  });

  it('is replaced where a later revision writes the field anew with another', async () => {
    const { draft } = await plain(INLINE);
    const forged = await signedFile(draft.object(20, field(signatureValue(attacker))).table());
    await expectFound(forged.draft, 'signature-removed');
  });

  it('is not the signature of a field that copies it', async () => {
    const { draft, text } = await plain(INLINE);
    const copied = /\/V (<< \/Type \/Sig.*?>>) >>/s.exec(text)?.[1] ?? '';
    const copy = field(copied).replace('(Sig)', '(Copy)').replace('[0 0 0 0]', '[72 690 272 740]');
    const result = await report(
      draft.object(8, '<< /Fields [9 0 R 20 0 R 40 0 R] /SigFlags 3 >>').object(40, copy).table(),
    );
    expect(result.verdict).toBe('invalid');
    expect(result.signatures.find(({ fields }) => fields.includes('Copy'))?.intact).not.toBe(true);
  });
});
