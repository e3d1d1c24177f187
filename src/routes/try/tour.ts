import type { CertificateState, Order, PlatformCertificate } from '$lib/certificate';
import type { Supplier } from '$lib/supplier';
import type { Person } from './persons';

/** Steps of the manual's chapters 2 to 4, in their order, and who does them where. */
const STEPS = [
  { id: 'register', chapter: 2, who: 'desktop', path: '/register' },
  { id: 'profile', chapter: 2, who: 'desktop', path: '/login' },
  { id: 'review', chapter: 2, who: 'admin', path: '/admin/suppliers' },
  { id: 'person', chapter: 3, who: 'phone', path: '/phone' },
  { id: 'person-review', chapter: 3, who: 'ca', path: '/ca?queue=persons' },
  { id: 'enterprise', chapter: 3, who: 'phone', path: '/phone/enterprise' },
  { id: 'enterprise-review', chapter: 3, who: 'ca', path: '/ca?queue=enterprises' },
  { id: 'order', chapter: 3, who: 'phone', path: '/phone/apply' },
  { id: 'voucher-review', chapter: 3, who: 'ca', path: '/ca?queue=vouchers' },
  { id: 'issue', chapter: 3, who: 'ca', path: '/ca?queue=issues' },
  { id: 'install', chapter: 3, who: 'phone', path: '/phone/todo' },
  { id: 'bind', chapter: 3, who: 'desktop', path: '/supplier/certificate' },
  { id: 'renew', chapter: 4, who: 'phone', path: '/phone/certificates' },
  { id: 'renew-issue', chapter: 4, who: 'ca', path: '/ca' },
  { id: 'renew-install', chapter: 4, who: 'phone', path: '/phone/todo' },
  { id: 'renew-bind', chapter: 4, who: 'desktop', path: '/supplier/certificate' },
] as const satisfies readonly { id: string; chapter: 2 | 3 | 4; who: Person; path: string }[];

type TourStepId = (typeof STEPS)[number]['id'];

export interface TourStep {
  id: TourStepId;
  /** of the manual */
  chapter: 2 | 3 | 4;
  who: Person;
  path: string;
  done: boolean;
  /** why it has to be done once more: the reviewer's word */
  rejected?: string;
}

/** Where the ledger stands, for one step: done, or undone with the reason for which it was rejected. */
type Standing = boolean | { rejected: string };

/**
 * How far the tour has come, as the records on the platform show it. Of several suppliers, people and orders the one
 * that has come furthest counts. A step that was rejected is undone again, with those behind it.
 */
export function tourOf(state: CertificateState): TourStep[] {
  const standings = standingsOf(state);
  return STEPS.map((step) => {
    const standing = standings[step.id];
    return {
      ...step,
      ...(typeof standing === 'boolean' ? { done: standing } : { done: false, ...standing }),
    };
  });
}

function standingsOf(state: CertificateState): Record<TourStepId, Standing> {
  const suppliers = [...state.suppliers.values()];
  const orders = [...state.orders.values()];
  const certificates = [...state.certificates.values()];
  const [first, renewal] = [false, true].map((isRenewal) => ({
    orders: orders.filter(({ replaces }) => (replaces !== undefined) === isRenewal),
    certificates: certificates.filter(({ replaces }) => (replaces !== undefined) === isRenewal),
  })) as [Round, Round];
  return {
    register: suppliers.length > 0,
    profile: profileStanding(suppliers),
    review: suppliers.some(({ approved }) => approved !== undefined),
    ...requestStandings('person', [...state.persons.values()]),
    ...requestStandings('enterprise', [...state.enterprises.values()]),
    order: paymentStanding(first.orders),
    'voucher-review': first.orders.some(isPassed),
    issue: first.certificates.length > 0,
    install: first.certificates.some(isInstalled),
    bind: first.certificates.some(isBound),
    renew: paymentStanding(renewal.orders),
    'renew-issue': renewal.certificates.length > 0,
    'renew-install': renewal.certificates.some(isInstalled),
    'renew-bind': renewal.certificates.some(isBound),
  };
}

/** The first certificate, or its renewal. */
interface Round {
  orders: Order[];
  certificates: PlatformCertificate[];
}

const isInstalled = ({ installedAt }: PlatformCertificate): boolean => installedAt !== undefined;
const isBound = ({ bound }: PlatformCertificate): boolean => bound !== undefined;
const isPassed = ({ history }: Order): boolean => history.some(({ step }) => step === 'approved');

function profileStanding(suppliers: Supplier[]): Standing {
  if (suppliers.some(({ approved, standing }) => approved || standing.status === 'submitted')) return true;
  const last = suppliers.findLast(({ standing }) => standing.status === 'rejected')?.standing;
  return last?.status === 'rejected' ? { rejected: last.reason } : false;
}

function requestStandings<Id extends 'person' | 'enterprise'>(
  id: Id,
  requests: { review: { state: string; reason?: string } }[],
): Record<Id | `${Id}-review`, Standing> {
  const isApproved = requests.some(({ review }) => review.state === 'approved');
  const isAsked = isApproved || requests.some(({ review }) => review.state === 'pending');
  const reason = requests.findLast(({ review }) => review.state === 'rejected')?.review.reason;
  const asked: Standing = isAsked || (reason === undefined ? false : { rejected: reason });
  return { [id]: asked, [`${id}-review`]: isApproved } as Record<Id | `${Id}-review`, Standing>;
}

function paymentStanding(orders: Order[]): Standing {
  if (orders.some(({ state }) => !['placed', 'rejected', 'withdrawn'].includes(state.name))) return true;
  const last = orders.findLast(({ state }) => state.name === 'rejected')?.state;
  return last?.name === 'rejected' ? { rejected: last.reason } : false;
}
