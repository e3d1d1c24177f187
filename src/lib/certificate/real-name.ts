import * as v from 'valibot';
import type { AuthorId, RecordId } from '../ledger';
import { fields, recipientsOf } from '../platform';
import { writeChecked, type CertificateDesk } from './desk';
import { EnrolmentError } from './enrolment-error';
import { readIdentityNumber } from './identity-number';
import { enterpriseRequested } from './kinds/enterprise-requested';
import { enterpriseReviewed } from './kinds/enterprise-reviewed';
import { memberRequested } from './kinds/member-requested';
import { memberRemoved } from './kinds/member-removed';
import { memberReviewed } from './kinds/member-reviewed';
import { personRequested } from './kinds/person-requested';
import { personReviewed } from './kinds/person-reviewed';
import type { Decision } from './kinds/pieces';
import { verifiedPerson } from './membership';
import { sealDocument, sealJson } from './private-parts';

const personName = fields.text(40, 2);

/**
 * A person asks for being examined (manual 3.4). What they give is sealed to the CA operators, and to themselves.
 *
 * @param o.recipient of the person, `age1…`
 * @param o.mobile    that they have logged in by
 * @param o.today     `YYYY-MM-DD`, where they are
 * @throws EnrolmentError `person-name`, `identity-number`, `file`, `not-permitted`, `bad-details`; SealedError
 *   `no-recipient`; what the writer throws
 */
export async function requestPerson(
  desk: CertificateDesk,
  o: {
    recipient: string;
    name: string;
    idNumber: string;
    mobile: string;
    today: string;
    files: { front: Blob; back: Blob; selfie: Blob };
  },
): Promise<RecordId> {
  const name = readName(o.name);
  const number = readIdentityNumber(o.idNumber, o.today);
  if ('problem' in number) throw new EnrolmentError('identity-number', { problem: number.problem });
  const { author } = desk.writer;
  const to = readers(desk, o.recipient);
  const [front, back, selfie] = await Promise.all([
    sealDocument(to, 'front', author, o.files.front),
    sealDocument(to, 'back', author, o.files.back),
    sealDocument(to, 'selfie', author, o.files.selfie),
  ]);
  const content = { name, idNumber: number.number, mobile: o.mobile };
  const body = {
    recipient: o.recipient,
    sealed: await sealJson(to, 'person', author, content),
    files: { front: front.id, back: back.id, selfie: selfie.id },
  };
  return writeChecked(desk, personRequested, body, [front, back, selfie]);
}

/**
 * A verified person asks for a company's being examined (manual 3.5).
 *
 * @param o.companyName in full, as on the licence: see `parseCompanyName`
 * @param o.files       `authority`: letter of authority, a picture or PDF
 * @throws as `requestPerson`
 */
export async function requestEnterprise(
  desk: CertificateDesk,
  o: {
    companyName: string;
    creditCode: string;
    legalRepresentative: string;
    files: { licence: Blob; authority: Blob };
  },
): Promise<RecordId> {
  const legalRepresentative = readName(o.legalRepresentative);
  const { author } = desk.writer;
  const to = readers(desk, verifiedPerson(desk.state, author)?.recipient);
  const [licence, authority] = await Promise.all([
    sealDocument(to, 'licence', author, o.files.licence),
    sealDocument(to, 'authority', author, o.files.authority),
  ]);
  const body = {
    companyName: o.companyName,
    creditCode: o.creditCode.trim().toUpperCase(),
    sealed: await sealJson(to, 'enterprise', author, { legalRepresentative }),
    files: { licence: licence.id, authority: authority.id },
  };
  return writeChecked(desk, enterpriseRequested, body, [licence, authority]);
}

/**
 * A verified person asks to act for a company. Its first member sees name and number; the CA operators too, who can
 * decide where there is a letter of authority.
 *
 * @param o.authority letter of authority, a picture or PDF
 * @throws as `requestPerson`
 */
export async function requestMembership(
  desk: CertificateDesk,
  o: { enterprise: RecordId; name: string; mobile: string; authority?: Blob },
): Promise<RecordId> {
  const { state, writer } = desk;
  const name = readName(o.name);
  const first = state.members.get(o.enterprise)?.[0];
  const recipient = first && verifiedPerson(state, first)?.recipient;
  const operators = recipientsOf(state, 'ca-operator');
  const to = [...new Set([...(recipient ? [recipient] : []), ...operators])];
  const sealed = await sealJson(to, 'member', writer.author, { name, mobile: o.mobile });
  const letter = o.authority && (await sealDocument(operators, 'authority', writer.author, o.authority));
  const body = { enterprise: o.enterprise, sealed, ...(letter && { authority: letter.id }) };
  return writeChecked(desk, memberRequested, body, letter ? [letter] : []);
}

/** Takes somebody off a company: see the kind. @throws EnrolmentError `not-permitted`, `bad-details`; what the writer throws */
export function removeMember(
  desk: CertificateDesk,
  o: { enterprise: RecordId; member: AuthorId; reason: string },
): Promise<RecordId> {
  return writeChecked(desk, memberRemoved, o);
}

/** What is decided on: a person and a company by a CA operator, a member by the company's first one too. */
export type RealNameSubject = 'person' | 'enterprise' | 'member';

/**
 * Decides on a request.
 *
 * @throws EnrolmentError `not-permitted`, `bad-details`; what the writer throws
 */
export function reviewRealName(
  desk: CertificateDesk,
  subject: RealNameSubject,
  request: RecordId,
  decision: Decision,
): Promise<RecordId> {
  const kind = { person: personReviewed, enterprise: enterpriseReviewed, member: memberReviewed }[subject];
  return writeChecked(desk, kind, { request, ...decision });
}

function readers({ state }: CertificateDesk, own: string | undefined): string[] {
  const operators = recipientsOf(state, 'ca-operator');
  // Sealed to oneself alone, nobody could examine it.
  return own === undefined || operators.length === 0 ? operators : [...new Set([...operators, own])];
}

/** @throws EnrolmentError `person-name` */
function readName(typed: string): string {
  const result = v.safeParse(personName, typed.normalize('NFC').trim());
  if (!result.success) throw new EnrolmentError('person-name');
  return result.output;
}
