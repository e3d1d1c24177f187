import { sha256 } from '../keys';
import { authorityOf, issueIntermediate, issueRoot, wholeYears, type Signer } from '../pki';
import { StaffError } from './staff-error';

const ROOT_YEARS = 20;
/** Long enough for certificates of five years through half of it. */
const ISSUING_YEARS = 10;

/** Certificates begin a little earlier than they are made, for verifiers whose clock is behind. */
const BACKDATED_MS = 10 * 60 * 1000;

/** @param now ms since the epoch. @returns DER */
export async function issuePlatformRoot(
  platformName: string,
  signer: Signer,
  now: number,
): Promise<Uint8Array> {
  return issueRoot({
    name: await authorityName(platformName, '根 CA', signer.spki),
    signer,
    notBefore: new Date(now - BACKDATED_MS),
    years: ROOT_YEARS,
  });
}

/**
 * Certifies a key as an issuing CA's, for ten years or what is left of the root's.
 *
 * @param spki of the key, DER
 * @param now  ms since the epoch
 * @returns DER
 * @throws StaffError `root-ends`; PkiError where the signer is not the root's
 */
export async function issuePlatformIssuing(
  platformName: string,
  spki: Uint8Array,
  root: { certificate: Uint8Array; signer: Signer },
  now: number,
): Promise<Uint8Array> {
  const above = authorityOf(root.certificate);
  const notBefore = new Date(Math.max(now - BACKDATED_MS, above?.notBefore.getTime() ?? 0));
  let years = ISSUING_YEARS;
  while (years > 0 && above && wholeYears(notBefore, years).notAfter > above.notAfter) years--;
  if (years === 0) throw new StaffError('root-ends', { notAfter: above?.notAfter });
  const name = await authorityName(platformName, '签发 CA', spki);
  return issueIntermediate({ name, spki, issuer: root, notBefore, years });
}

/** Some readers look issuers up by name alone (NSS does): each authority's name ends with a mark of its key. */
async function authorityName(platformName: string, what: string, spki: Uint8Array): Promise<string> {
  const mark = [...(await sha256(spki)).subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `${platformName} ${what} ${mark.join('').toUpperCase()}`;
}
