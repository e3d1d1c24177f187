/** Who takes part in trying everything, each in a workspace of this browser. */
export const PERSONS = ['admin', 'ca', 'expert', 'desktop', 'phone'] as const;
export type Person = (typeof PERSONS)[number];

/** Who belongs to the platform's staff. */
export type StaffPerson = 'admin' | 'ca' | 'expert';

/** The PINs of everybody. They are shown on the page: nothing here is worth guarding. */
export const PINS = { staff: '246813', root: '135792', issuing: '975310' } as const;

export type PinName = keyof typeof PINS;

/** Which PINs somebody has from the beginning. Suppliers choose theirs when they apply for a certificate. */
export const PINS_OF: Readonly<Record<Person, readonly PinName[]>> = {
  admin: ['staff', 'root'],
  ca: ['staff', 'issuing'],
  expert: ['staff'],
  desktop: [],
  phone: [],
};

/** The page that somebody begins at. */
const HOME: Readonly<Record<Person, string>> = {
  admin: '/admin',
  ca: '/ca',
  expert: '/',
  desktop: '/register',
  phone: '/phone',
};

export function workspaceOf(person: Person): string {
  return `try-${person}`;
}

/** A page as this person, for a tab of its own. */
export function linkTo(person: Person, path = HOME[person]): string {
  return `${path}${path.includes('?') ? '&' : '?'}workspace=${workspaceOf(person)}`;
}
