import * as v from 'valibot';
import { utf8 } from '../keys';
import { decodeBase64url, encodeBase64url, type AuthorId, type RecordId } from '../ledger';
import { fields, openSealed, recipientsOf, sealFor } from '../platform';
import { TenderError } from './error';
import { asked } from './kinds/asked';
import type { Question } from './state';
import { writeAllowed, type TenderDesk } from './write-allowed';

/** Longest question, in characters. */
export const MAX_QUESTION = 2000;

const purpose = (tender: RecordId, author: AuthorId) => `tender question ${tender} ${author}`;

/**
 * Asks the administrators; nobody else reads it.
 *
 * @param own recipient of the device, `age1…`, so that it can read its own question again
 * @throws TenderError with the rule's code, `bad-record` where the text is empty or too long; SealedError `no-recipient`
 */
export async function askQuestion(
  desk: TenderDesk,
  { tender, supplier, text, own }: { tender: RecordId; supplier: RecordId; text: string; own?: string },
): Promise<RecordId> {
  const recipients = [...recipientsOf(desk.state, 'administrator'), ...(own === undefined ? [] : [own])];
  const read = v.safeParse(fields.paragraph(MAX_QUESTION), text.normalize('NFC').trim());
  if (!read.success) throw new TenderError('bad-record', { kind: asked.kind, where: 'text' });
  const question = utf8(read.output);
  const sealed = await sealFor(recipients, question, purpose(tender, desk.writer.author));
  return writeAllowed(desk, asked, { tender, supplier, sealed: encodeBase64url(sealed) });
}

/** @param key X25519, an administrator's or the asking device's. @throws SealedError */
export async function openQuestion(tender: RecordId, question: Question, key: CryptoKey): Promise<string> {
  const bytes = await openSealed(key, decodeBase64url(question.sealed)!, purpose(tender, question.by));
  return new TextDecoder().decode(bytes);
}
