import { bytesEqual } from '../keys';
import type { Certificate } from './certificate';
import { contextTag, TAG } from './der';
import { malformed } from './error';
import { generalNameOf, generalNamesOf, type GeneralName } from './general-name';
import { comparableRelativeNames, textsOf } from './name';
import { OID } from './oid';
import { fields, readDer, type Tlv } from './tlv';

interface Constraints {
  permitted: GeneralName[];
  excluded: GeneralName[];
}

/** Names times constraints that are compared before a certificate counts as hostile. */
const MAX_COMPARISONS = 100_000;

/**
 * Whether a name of the certificates below an authority is outside of what its name constraints permit (RFC 5280
 * §4.2.1.10, §6.1.3 (b, c)). Self-issued certificates between are exempt, the end entity never is. Kinds of names
 * that are not compared here must not be there where something constrains them.
 *
 * @param path end entity first
 * @throws PkiError `malformed`
 */
export function breaksNameConstraints(path: readonly Certificate[], index: number): boolean {
  const extension = path[index]?.extensions.get(OID.nameConstraints);
  if (!extension || index === 0) return false;
  const constraints = constraintsOf(readDer(extension.value));
  return path
    .slice(0, index)
    .filter(({ subject, issuer }, below) => below === 0 || !bytesEqual(subject, issuer))
    .some((certificate) => isOutside(namesOf(certificate), constraints));
}

function constraintsOf(element: Tlv): Constraints {
  const parts = fields(element, 'NameConstraints', TAG.sequence);
  const permitted = parts.optional(contextTag(0));
  const excluded = parts.optional(contextTag(1));
  parts.end();
  return { permitted: subtreesOf(permitted), excluded: subtreesOf(excluded) };
}

/** §4.2.1.10: the minimum is always 0, which DER leaves away, and there is no maximum. */
function subtreesOf(element: Tlv | undefined): GeneralName[] {
  if (!element) return [];
  return fields(element, 'GeneralSubtrees').all((subtree) => {
    const parts = fields(subtree, 'GeneralSubtree', TAG.sequence);
    const base = generalNameOf(parts.next('base'));
    parts.end();
    return base;
  });
}

/** The subject, its e-mail addresses (as older certificates have them) and the alternative names. */
function namesOf({ subject, extensions }: Certificate): GeneralName[] {
  const alternative = extensions.get(OID.subjectAltName);
  const hasSubject = comparableRelativeNames(subject).length > 0;
  return [
    ...(hasSubject ? [{ kind: 'directoryName', name: subject } as const] : []),
    ...textsOf(subject, OID.emailAddress).map((text) => ({ kind: 'rfc822Name', text }) as const),
    ...(alternative ? generalNamesOf(readDer(alternative.value)) : []),
  ];
}

function isOutside(names: readonly GeneralName[], { permitted, excluded }: Constraints): boolean {
  if (names.length * (permitted.length + excluded.length) > MAX_COMPARISONS) return true;
  return names.some((name) => {
    const allowed = permitted.filter(({ kind }) => kind === name.kind);
    if (allowed.length > 0 && !allowed.some((base) => isWithin(name, base, false))) return true;
    return excluded.some((base) => base.kind === name.kind && isWithin(name, base, true));
  });
}

/** @param unreadable what to answer for a name that cannot be compared: it is never to the name's advantage */
function isWithin(name: GeneralName, base: GeneralName, unreadable: boolean): boolean {
  if (name.kind === 'directoryName' && base.kind === name.kind) {
    const own = comparableRelativeNames(name.name);
    return comparableRelativeNames(base.name).every((relative, index) => own[index] === relative);
  }
  if (name.kind === 'iPAddress' && base.kind === name.kind) return isAddressWithin(name.bytes, base.bytes);
  if (!('text' in name) || !('text' in base)) return unreadable;
  switch (name.kind) {
    case 'rfc822Name':
      return isMailWithin(name.text, base.text) ?? unreadable;
    case 'dNSName':
      return isDomainWithin(name.text, base.text);
    case 'uniformResourceIdentifier':
      return isAddressOfHostWithin(name.text, base.text) ?? unreadable;
  }
}

/** `ann@example.org`: that mailbox; `example.org`: all of that host; `.example.org`: all of its subdomains. */
function isMailWithin(mail: string, base: string): boolean | undefined {
  const at = mail.lastIndexOf('@');
  if (at <= 0) return undefined;
  const host = mail.slice(at + 1).toLowerCase();
  const baseAt = base.lastIndexOf('@');
  const baseHost = base.slice(baseAt + 1).toLowerCase();
  if (baseAt >= 0 && mail.slice(0, at) !== base.slice(0, baseAt)) return false;
  return baseHost.startsWith('.') ? host.endsWith(baseHost) : host === baseHost;
}

/** A domain and all below it; the empty one is above all. With a dot before it, as many write it, only those below. */
function isDomainWithin(domain: string, base: string): boolean {
  const [name, of] = [domain.toLowerCase(), base.toLowerCase()];
  if (of === '' || name === of) return true;
  return name.endsWith(of.startsWith('.') ? of : `.${of}`);
}

/** The host of a URI; there is none in one without authority, and an IP address is no host name. */
function isAddressOfHostWithin(uri: string, base: string): boolean | undefined {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]*@)?([a-z0-9._-]+)(?::\d*)?(?:[/?#]|$)/i.exec(uri)?.[1];
  if (host === undefined || /^[\d.]+$/.test(host)) return undefined;
  const [name, of] = [host.toLowerCase(), base.toLowerCase()];
  return of.startsWith('.') ? name.endsWith(of) : name === of;
}

/** The base is an address and a mask (§4.2.1.10). */
function isAddressWithin(address: Uint8Array, base: Uint8Array): boolean {
  if (base.length !== 8 && base.length !== 32) throw malformed('iPAddress of NameConstraints');
  const size = base.length / 2;
  if (address.length !== size) return false;
  return address.every((octet, i) => ((octet ^ (base[i] ?? 0)) & (base[size + i] ?? 0)) === 0);
}
