import BadgeCheck from '@lucide/svelte/icons/badge-check';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import CircleStar from '@lucide/svelte/icons/circle-star';
import House from '@lucide/svelte/icons/house';
import Stamp from '@lucide/svelte/icons/stamp';
import UserRound from '@lucide/svelte/icons/user-round';
import { m } from '$messages';

/** The places of the app; the texts are read when they are shown. */
export const PLACES = {
  home: { href: '/', label: m.shell_nav_home, icon: House },
  seal: { href: '/seal', label: m.shell_nav_seal, icon: Stamp },
  verify: { href: '/verify', label: m.shell_nav_verify, icon: BadgeCheck },
  seals: { href: '/seals', label: m.shell_nav_seals, icon: CircleStar },
  me: { href: '/me', label: m.shell_nav_me, icon: UserRound },
  help: { href: '/help', label: m.shell_nav_help, icon: CircleQuestionMark },
} as const;

/** Whether an address lies in a place; pages below one belong to it. */
export function isWithin(pathname: string, href: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
}
