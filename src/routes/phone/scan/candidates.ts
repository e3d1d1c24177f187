import {
  certificatesOf,
  standingOf,
  type CertificateStanding,
  type PlatformIdentity,
  type Question,
} from '$lib/certificate';
import { office } from '../../office.svelte';
import { session } from '../../session.svelte';

/** A code that asks for a certificate to be bound. */
export type BindQuestion = Extract<Question, { purpose: 'bind' }>;

/** A certificate of this person, as an answer to a question. */
export interface Candidate {
  serial: string;
  companyName: string;
  standing: CertificateStanding;
  /** on this device; only these can answer */
  identity: PlatformIdentity | undefined;
  /** of the company that the asking account is of */
  fits: boolean;
}

/** What this person has that could answer, the best first. To be read in `$derived`. */
export function candidatesFor({ supplier }: BindQuestion): Candidate[] {
  const { state, device } = office;
  if (!device) return [];
  const wanted = state.suppliers.get(supplier)?.approved?.profile.creditCode;
  return certificatesOf(state, device)
    .map((certificate): Candidate => {
      const enterprise = state.enterprises.get(certificate.enterprise);
      return {
        serial: certificate.serial,
        companyName: enterprise?.companyName ?? '',
        standing: standingOf(certificate, office.now()),
        identity: session.identities.find(
          (one): one is PlatformIdentity => one.kind === 'platform' && one.serial === certificate.serial,
        ),
        fits: wanted !== undefined && enterprise?.creditCode === wanted,
      };
    })
    .sort((a, b) => Number(isAnswering(b)) - Number(isAnswering(a)));
}

/** Whether a certificate can be bound now. */
export function isAnswering({ fits, identity, standing }: Candidate): boolean {
  return fits && identity !== undefined && standing === 'installed';
}
