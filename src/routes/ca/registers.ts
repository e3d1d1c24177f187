import type {
  CertificateStanding,
  CertificateState,
  Order,
  OrderState,
  PlatformCertificate,
} from '$lib/certificate';
import { standingOf } from '$lib/certificate';

/** Orders in some state, or all; the newest first. Of a company's name, credit code or an order's number. */
export function ordersWith(
  state: CertificateState,
  { search, name }: { search: string; name: OrderState['name'] | 'all' },
): Order[] {
  const wanted = searched(search);
  return [...state.orders.values()]
    .filter((order) => name === 'all' || order.state.name === name)
    .filter(({ id, subject }) => wanted([subject.companyName, subject.creditCode, id]))
    .reverse()
    .map((order) => ({ ...order }));
}

/** Certificates that stand so, or all; the newest first. Of a company's name, credit code or a serial number. */
export function certificatesWith(
  state: CertificateState,
  o: { search: string; standing: CertificateStanding | 'all'; now: number },
): PlatformCertificate[] {
  const wanted = searched(o.search);
  return [...state.certificates.values()]
    .filter((one) => o.standing === 'all' || standingOf(one, o.now) === o.standing)
    .filter(({ serial, enterprise }) => {
      const { companyName = '', creditCode = '' } = state.enterprises.get(enterprise) ?? {};
      return wanted([companyName, creditCode, serial]);
    })
    .reverse()
    .map((one) => ({ ...one }));
}

function searched(typed: string): (texts: readonly string[]) => boolean {
  const wanted = plain(typed);
  return (texts) => wanted === '' || texts.some((text) => plain(text).includes(wanted));
}

/** Serial numbers are read out in groups, and copied with their spaces. */
function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toLowerCase();
}
