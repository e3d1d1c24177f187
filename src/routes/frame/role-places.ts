import BadgeInfo from '@lucide/svelte/icons/badge-info';
import BriefcaseBusiness from '@lucide/svelte/icons/briefcase-business';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import FileBadge from '@lucide/svelte/icons/file-badge';
import House from '@lucide/svelte/icons/house';
import ListTodo from '@lucide/svelte/icons/list-todo';
import ScanLine from '@lucide/svelte/icons/scan-line';
import Smartphone from '@lucide/svelte/icons/smartphone';
import UserRound from '@lucide/svelte/icons/user-round';
import { m } from '$messages';
import { office } from '../office.svelte';
import { isWithin } from './navigation';

/** Where somebody works on the platform, by what they are there. */
const ROLE_PLACES = {
  administrator: { href: '/admin', label: m.shell_nav_admin, icon: ClipboardCheck },
  operator: { href: '/ca', label: m.shell_nav_ca, icon: BadgeInfo },
  expert: { href: '/expert', label: m.shell_nav_expert, icon: ClipboardCheck },
  supplier: { href: '/supplier', label: m.shell_nav_supplier, icon: BriefcaseBusiness },
  phone: { href: '/phone', label: m.shell_nav_phone, icon: Smartphone },
} as const;

/** The bottom bar of the phone that holds certificates; the scanner stands in the middle. */
export const PHONE_PLACES = {
  home: { href: '/phone', label: m.shell_nav_home, icon: House },
  todo: { href: '/phone/todo', label: m.shell_nav_todo, icon: ListTodo },
  scan: { href: '/phone/scan', label: m.shell_nav_scan, icon: ScanLine },
  certificates: { href: '/phone/certificates', label: m.shell_nav_certificates, icon: FileBadge },
  me: { href: '/phone/me', label: m.shell_nav_me, icon: UserRound },
} as const;

/** Pages of the phone that are reached from one of its places, and belong there. */
const PHONE_PAGES: Readonly<Record<string, string>> = {
  '/phone/devices': PHONE_PLACES.me.href,
  '/phone/enterprise': PHONE_PLACES.me.href,
  '/phone/orders': PHONE_PLACES.me.href,
  '/phone/real-name': PHONE_PLACES.me.href,
  '/phone/apply': PHONE_PLACES.certificates.href,
  '/phone/install': PHONE_PLACES.certificates.href,
};

/** The address by which a page of the phone is placed in the bottom bar. */
export function placedAt(pathname: string): string {
  const [, place] = Object.entries(PHONE_PAGES).find(([href]) => isWithin(pathname, href)) ?? [];
  return place ?? pathname;
}

/** The places of whoever works in this tab, as far as it is known. To be read in `$derived`. */
export function rolePlaces(): (typeof ROLE_PLACES)[keyof typeof ROLE_PLACES][] {
  const roles = office.staff?.member?.roles ?? [];
  return [
    ...(roles.includes('administrator') ? [ROLE_PLACES.administrator] : []),
    ...(roles.includes('ca-operator') ? [ROLE_PLACES.operator] : []),
    ...(roles.includes('expert') ? [ROLE_PLACES.expert] : []),
    ...(office.supplier ? [ROLE_PLACES.supplier] : []),
    ...(office.mobile ? [ROLE_PLACES.phone] : []),
  ];
}
