import { bytesEqual } from '../keys';
import type { Certificate } from './certificate';
import { primitiveContextTag, TAG } from './der';
import { malformed } from './error';
import type { Extensions } from './extension';
import { OID } from './oid';
import { fields, readDer, type Tlv } from './tlv';
import { oidOf, smallIntegerOf } from './value';

/**
 * The policies that are valid at one depth of the path, each with those that the next certificate may name for it.
 * RFC 5280 keeps a tree of them, which hostile mappings make grow without bound; RFC 9618 joins its nodes of one
 * policy. As every policy is acceptable here, only the lowest depth is of interest.
 */
type Level = Map<string, ReadonlySet<string>>;

/**
 * Whether a path keeps to the policies that its authorities ask for: RFC 5280 §6.1 as RFC 9618 has it. Here every
 * policy is acceptable (user-initial-policy-set is any-policy, nothing inhibited or required at the start); but an
 * authority may require that there is one.
 *
 * @param path end entity first; the last one is the trust anchor, whose own policies do not bind
 * @throws PkiError `malformed`
 */
export function keepsPolicies(path: readonly Certificate[]): boolean {
  const count = path.length - 1;
  let level: Level = new Map([[OID.anyPolicy, new Set([OID.anyPolicy])]]);
  let explicitPolicy = count + 1;
  let policyMapping = count + 1;
  let inhibitAnyPolicy = count + 1;
  for (let index = count - 1; index >= 0; index--) {
    const certificate = path[index];
    if (!certificate) break;
    const { extensions } = certificate;
    const isSelfIssued = bytesEqual(certificate.subject, certificate.issuer);
    const isLast = index === 0;
    level = nextLevel(level, policiesOf(extensions), inhibitAnyPolicy > 0 || (!isLast && isSelfIssued));
    if (explicitPolicy === 0 && level.size === 0) return false;
    const required = constraintsOf(extensions);
    if (isLast) {
      explicitPolicy = required.explicitPolicy === 0 ? 0 : Math.max(0, explicitPolicy - 1);
      break;
    }
    map(level, mappingsOf(extensions), policyMapping > 0);
    if (!isSelfIssued) {
      explicitPolicy = Math.max(0, explicitPolicy - 1);
      policyMapping = Math.max(0, policyMapping - 1);
      inhibitAnyPolicy = Math.max(0, inhibitAnyPolicy - 1);
    }
    explicitPolicy = Math.min(explicitPolicy, required.explicitPolicy);
    policyMapping = Math.min(policyMapping, required.policyMapping);
    inhibitAnyPolicy = Math.min(inhibitAnyPolicy, inhibitAnyPolicyOf(extensions));
  }
  return explicitPolicy > 0 || level.size > 0;
}

/** §6.1.3 (d, e) */
function nextLevel(level: Level, policies: ReadonlySet<string>, anyCounts: boolean): Level {
  const next: Level = new Map();
  const expected = new Set([...level.values()].flatMap((set) => [...set]));
  for (const policy of policies) {
    const isExpected = expected.has(policy) || level.has(OID.anyPolicy);
    if (policy !== OID.anyPolicy && isExpected) next.set(policy, new Set([policy]));
  }
  if (anyCounts && policies.has(OID.anyPolicy)) {
    for (const policy of expected) if (!next.has(policy)) next.set(policy, new Set([policy]));
  }
  return next;
}

/** §6.1.4 (b) */
function map(level: Level, mappings: ReadonlyMap<string, ReadonlySet<string>>, isAllowed: boolean): void {
  const hasAny = level.has(OID.anyPolicy);
  for (const [policy, mapped] of mappings) {
    if (!isAllowed) level.delete(policy);
    else if (level.has(policy) || hasAny) level.set(policy, mapped);
  }
}

const QUALIFIERS = new Set<string>([OID.certificationPracticeStatement, OID.userNotice]);

/** Whether a critical extension has policy qualifiers that nobody knows: it must not be accepted (§4.2.1.4). */
export function hasUnknownQualifier(extensions: Extensions): boolean {
  const extension = extensions.get(OID.certificatePolicies);
  if (!extension?.critical) return false;
  return policyInformation(extension.value).some(({ qualifiers }) =>
    qualifiers.some((id) => !QUALIFIERS.has(id)),
  );
}

function policiesOf(extensions: Extensions): ReadonlySet<string> {
  const extension = extensions.get(OID.certificatePolicies);
  const list = extension ? policyInformation(extension.value).map(({ policy }) => policy) : [];
  const policies = new Set(list);
  // §4.2.1.4: a policy must not be there twice
  if (policies.size !== list.length) throw malformed('certificatePolicies');
  return policies;
}

function policyInformation(value: Uint8Array): { policy: string; qualifiers: string[] }[] {
  return fields(readDer(value), 'certificatePolicies', TAG.sequence).all((element) => {
    const parts = fields(element, 'PolicyInformation', TAG.sequence);
    const policy = oidOf(parts.next('policyIdentifier'));
    const list = parts.optional(TAG.sequence);
    parts.end();
    const qualifiers = list ? fields(list, 'policyQualifiers').all(qualifierId) : [];
    return { policy, qualifiers };
  });
}

function qualifierId(element: Tlv): string {
  return oidOf(fields(element, 'PolicyQualifierInfo', TAG.sequence).next('policyQualifierId'));
}

/** By issuerDomainPolicy. */
function mappingsOf(extensions: Extensions): ReadonlyMap<string, ReadonlySet<string>> {
  const mappings = new Map<string, Set<string>>();
  const extension = extensions.get(OID.policyMappings);
  if (!extension) return mappings;
  for (const element of fields(readDer(extension.value), 'policyMappings', TAG.sequence).rest()) {
    const parts = fields(element, 'PolicyMapping', TAG.sequence);
    const from = oidOf(parts.next('issuerDomainPolicy'));
    const to = oidOf(parts.next('subjectDomainPolicy'));
    parts.end();
    // §6.1.4 (a)
    if (from === OID.anyPolicy || to === OID.anyPolicy) throw malformed('policyMappings of anyPolicy');
    mappings.set(from, (mappings.get(from) ?? new Set()).add(to));
  }
  return mappings;
}

/** How many certificates may follow before it counts; infinite where nothing is said. */
function constraintsOf(extensions: Extensions): { explicitPolicy: number; policyMapping: number } {
  const extension = extensions.get(OID.policyConstraints);
  if (!extension) return { explicitPolicy: Infinity, policyMapping: Infinity };
  const parts = fields(readDer(extension.value), 'policyConstraints', TAG.sequence);
  const read = (tag: number) => {
    const element = parts.optional(tag);
    return element ? smallIntegerOf(element, tag) : Infinity;
  };
  const explicitPolicy = read(primitiveContextTag(0));
  const policyMapping = read(primitiveContextTag(1));
  parts.end();
  // §4.2.1.11: never empty
  if (explicitPolicy === Infinity && policyMapping === Infinity) throw malformed('policyConstraints');
  return { explicitPolicy, policyMapping };
}

function inhibitAnyPolicyOf(extensions: Extensions): number {
  const extension = extensions.get(OID.inhibitAnyPolicy);
  return extension ? smallIntegerOf(readDer(extension.value)) : Infinity;
}
