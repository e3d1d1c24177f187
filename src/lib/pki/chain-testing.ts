/** For tests: a platform of our own making, root → issuing CA → company. */
import type { SigningAlgorithm } from '../keys';
import { trialCreditCode } from './credit-code';
import { issueCompany, issueIntermediate, issueRoot } from './issue';
import { newSigner } from './openssl-testing';
import { createRequest } from './request';

export const COMPANY = '云溪测试有限公司';
export const PLATFORM = '随印测试平台';

export async function newPlatform(
  algorithm: SigningAlgorithm,
  o: { notBefore?: Date; trial?: boolean } = {},
) {
  const terms = { notBefore: o.notBefore ?? new Date(Date.now() - 60_000), trial: o.trial };
  const [rootSigner, issuingSigner, companySigner] = await Promise.all([
    newSigner(algorithm),
    newSigner(algorithm),
    newSigner(algorithm),
  ]);
  const root = await issueRoot({ ...terms, name: `${PLATFORM} 根CA`, signer: rootSigner, years: 20 });
  const issuing = await issueIntermediate({
    ...terms,
    name: `${PLATFORM} 签发CA`,
    spki: issuingSigner.spki,
    issuer: { certificate: root, signer: rootSigner },
    years: 10,
  });
  const subject = { companyName: COMPANY, creditCode: trialCreditCode(), platformName: PLATFORM };
  const request = await createRequest({ subject, signer: companySigner });
  const issuer = { certificate: issuing, signer: issuingSigner };
  const company = await issueCompany({ ...terms, request, issuer, years: 1 });
  return { root, issuing, company, request, subject, rootSigner, issuingSigner, companySigner, issuer };
}
