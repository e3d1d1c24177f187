import { describe, expect, it } from 'vitest';
import { standingOf } from './standing';
import type { PlatformCertificate } from './state';
import { DAY, idOf, NOW } from './testing';
import { daysLeft, isRenewalDue } from './todo';
import { useRefusal } from './use';
import { emptyCertificates } from './state';

const certificate = (over: Partial<PlatformCertificate> = {}): PlatformCertificate => ({
  serial: '4a',
  order: idOf('order'),
  enterprise: idOf('enterprise'),
  person: idOf('person') as never,
  certificate: new Uint8Array(),
  issuer: new Uint8Array(),
  notBefore: NOW,
  notAfter: NOW + 365 * DAY,
  seals: [],
  issuedBy: idOf('operator') as never,
  issuedAt: NOW,
  ...over,
});
const INSTALLED = { installedAt: NOW };
const BOUND = { ...INSTALLED, bound: { supplier: idOf('supplier'), at: NOW } };
const REVOKED = {
  at: NOW,
  reason: 'superseded',
  note: '换新',
  by: idOf('operator') as never,
  recordedAt: NOW,
} as const;

describe('a certificate', () => {
  it.each([
    ['issued', {}],
    ['installed', INSTALLED],
    ['bound', BOUND],
    ['replaced', { ...BOUND, replacedBy: '4b' }],
    ['revoked', { ...BOUND, replacedBy: '4b', revoked: REVOKED }],
  ] as const)('is %s', (standing, over) => {
    expect(standingOf(certificate(over), NOW + DAY)).toBe(standing);
  });

  it('ends after its last millisecond, but stays revoked', () => {
    const { notAfter } = certificate();
    expect(standingOf(certificate(BOUND), notAfter)).toBe('bound');
    expect(standingOf(certificate(BOUND), notAfter + 1)).toBe('expired');
    expect(standingOf(certificate({ revoked: REVOKED }), notAfter + 1)).toBe('revoked');
  });

  it('is to be renewed in its last 60 days while it is in use', () => {
    const { notAfter } = certificate();
    const due = (over: Partial<PlatformCertificate>, now: number) => isRenewalDue(certificate(over), now);
    expect(due(BOUND, notAfter - 60 * DAY - 1)).toBe(false);
    expect(due(BOUND, notAfter - 60 * DAY)).toBe(true);
    expect(due(INSTALLED, notAfter)).toBe(true);
    expect(due(BOUND, notAfter + 1)).toBe(false);
    expect(due({}, notAfter)).toBe(false);
    expect(due({ ...BOUND, replacedBy: '4b' }, notAfter)).toBe(false);
    expect(daysLeft(certificate(), notAfter - 60 * DAY)).toBe(60);
    expect(daysLeft(certificate(), notAfter - DAY + 1)).toBe(0);
    expect(daysLeft(certificate(), notAfter + DAY)).toBe(0);
  });
});

describe('sealing is refused', () => {
  it.each([
    [undefined, {}, NOW],
    ['not-yet-valid', {}, NOW - 1],
    ['expired', BOUND, NOW + 366 * DAY],
    ['revoked', { revoked: REVOKED }, NOW],
    ['replaced', { ...BOUND, replacedBy: '4b' }, NOW],
  ] as const)('as %s', (refusal, over, now) => {
    const one = certificate(over);
    const state = { ...emptyCertificates(), certificates: new Map([[one.serial, one]]) };
    expect(useRefusal(one, state, now)).toBe(refusal);
  });

  it('by its own times where nothing is known of the platform', () => {
    const one = certificate({ revoked: REVOKED });
    expect(useRefusal(one, undefined, NOW)).toBeUndefined();
    expect(useRefusal(one, undefined, NOW + 366 * DAY)).toBe('expired');
  });
});
