import type { SigningAlgorithm } from '../keys';
import type { Signer } from '../pki';
import type { Identity } from './identity';

/** OU of every trial certificate, and the beginning of its authorities' names. */
const TRIAL_PLATFORM = '随印体验平台';

/** Name of the key that the identity seals with. */
const COMPANY_KEY = 'company';

const ROOT_YEARS = 10;
const ISSUING_YEARS = 5;
const COMPANY_YEARS = 1;

/** Certificates begin a little earlier than they are made, for verifiers whose clock is behind. */
const BACKDATED_MS = 10 * 60 * 1000;

export interface TrialProgress {
  phase: 'keys' | 'certificates' | 'saving';
}

export type IssuedTrial = Pick<
  Identity,
  'companyName' | 'creditCode' | 'algorithm' | 'keyId' | 'certificate' | 'chain' | 'notBefore' | 'notAfter'
>;

/**
 * Makes what an identity for trying out consists of: root → issuing CA → company certificate, each with a key of its
 * own. It goes the way of a real application: a request signed by the company's key, answered by the CA.
 * Every certificate says that it is for trying out.
 *
 * @param o.newSigner makes a key under that name
 * @param o.now       ms since the epoch
 */
export async function issueTrial(o: {
  companyName: string;
  algorithm: SigningAlgorithm;
  newSigner(keyId: string): Promise<Signer>;
  now: number;
  onProgress?(progress: TrialProgress): void;
}): Promise<IssuedTrial> {
  const { companyName, algorithm } = o;
  o.onProgress?.({ phase: 'keys' });
  const [pki, rootSigner, issuingSigner, companySigner] = await Promise.all([
    import('../pki'), // loaded only here: no page needs it before
    o.newSigner('root'),
    o.newSigner('issuing'),
    o.newSigner(COMPANY_KEY),
  ]);
  o.onProgress?.({ phase: 'certificates' });
  const creditCode = pki.trialCreditCode();
  // Some readers look issuers up by name alone (NSS does): each trial's authorities have names of their own.
  const mark = creditCode.slice(-6);
  const terms = { notBefore: new Date(o.now - BACKDATED_MS), trial: true };
  const root = await pki.issueRoot({
    ...terms,
    name: `${TRIAL_PLATFORM} 根 CA ${mark}`,
    signer: rootSigner,
    years: ROOT_YEARS,
  });
  const issuing = await pki.issueIntermediate({
    ...terms,
    name: `${TRIAL_PLATFORM} 签发 CA ${mark}`,
    spki: issuingSigner.spki,
    issuer: { certificate: root, signer: rootSigner },
    years: ISSUING_YEARS,
  });
  const request = await pki.createRequest({
    subject: { companyName, creditCode, platformName: TRIAL_PLATFORM },
    signer: companySigner,
  });
  const certificate = await pki.issueCompany({
    ...terms,
    request,
    issuer: { certificate: issuing, signer: issuingSigner },
    years: COMPANY_YEARS,
  });
  const { notBefore, notAfter } = pki.describeCertificate(certificate);
  return {
    companyName,
    creditCode,
    algorithm,
    keyId: COMPANY_KEY,
    certificate,
    chain: [issuing, root],
    notBefore: notBefore.getTime(),
    notAfter: notAfter.getTime(),
  };
}
