import { m } from '$messages';
import { office } from '../office.svelte';

interface WayBack {
  href: string;
  label: string;
}

/**
 * Where somebody came from who looks at records, by what they are on the platform; to be read in `$derived`.
 *
 * @returns undefined for an administrator: records are among their own pages, and their bar leads back
 */
export function wayBack(): WayBack | undefined {
  const member = office.phase === 'ready' ? office.staff?.member : undefined;
  const roles = member && !member.removed ? member.roles : [];
  if (roles.includes('administrator')) return undefined;
  if (roles.includes('ca-operator')) return { href: '/ca', label: m.ca_title() };
  if (office.supplier !== undefined) return { href: '/supplier', label: m.supplier_home_title() };
  if (office.mobile !== undefined) return { href: '/phone', label: m.phone_home_title() };
  return { href: '/', label: m.shell_nav_home() };
}
