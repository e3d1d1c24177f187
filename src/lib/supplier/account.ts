/** 登录帐号 (manual 2.4): 6 to 20 letters or digits, no spaces. */
const ACCOUNT_RULES = { minLength: 6, maxLength: 20 } as const;

/** 密码 (manual 2.4): 6 to 20 characters with digit, small and capital letter and special character. */
const PASSWORD_RULES = { minLength: 6, maxLength: 20 } as const;

export type AccountProblem = 'required' | 'account-characters' | 'account-length';

export type PasswordProblem =
  | 'required'
  | 'password-length'
  /** A space, or what a keyboard in another country has not. */
  | 'password-characters'
  | 'password-digits-only'
  /** Kinds of characters are missing: see `missingFrom`. */
  | 'password-kinds'
  /** It holds the account's name, which everybody knows. */
  | 'password-account'
  /** It is among the first that anybody would try, here or wherever verifiers are attacked. */
  | 'password-common';

const KINDS = {
  digit: /[0-9]/,
  lower: /[a-z]/,
  upper: /[A-Z]/,
  special: /[^0-9A-Za-z]/,
} as const;

export type CharacterKind = keyof typeof KINDS;

/** What people write when they are asked for all four kinds: one of these, some usual digits, and a sign or two. */
const COMMON_WORDS: ReadonlySet<string> = new Set(
  'a aa abc abcd abcdef aabb qwe qwer qwerty asd asdf zxc qaz qazwsx admin root test user pass password passwrd psswrd pssword hello welcome supplier tender huawei'.split(
    ' ',
  ),
);
const COMMON_DIGITS =
  /^(?:(\d)\1*|0|(?:0?1(?:2(?:3(?:4(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?)?)?)?)?|654321|520|1314|520131?4?|20[0-9]{2})$/;

export function checkAccount(account: string): AccountProblem | undefined {
  if (account === '') return 'required';
  if (!/^[0-9A-Za-z]*$/.test(account)) return 'account-characters';
  const { length } = account;
  return length < ACCOUNT_RULES.minLength || length > ACCOUNT_RULES.maxLength ? 'account-length' : undefined;
}

/** Accounts that differ in the case of letters are one: nobody shall be taken for another. */
export function accountKey(account: string): string {
  return account.toLowerCase(); // letters are ASCII
}

export function checkPassword(password: string, account: string): PasswordProblem | undefined {
  if (password === '') return 'required';
  if (!/^[!-~]*$/.test(password)) return 'password-characters';
  if (/^[0-9]*$/.test(password)) return 'password-digits-only';
  const { length } = password;
  if (length < PASSWORD_RULES.minLength || length > PASSWORD_RULES.maxLength) return 'password-length';
  if (missingFrom(password).length > 0) return 'password-kinds';
  if (account !== '' && password.toLowerCase().includes(accountKey(account))) return 'password-account';
  const common =
    password.replace(/[0-9A-Za-z]/g, '').length <= 2 &&
    COMMON_WORDS.has(password.toLowerCase().replace(/[^a-z]/g, '')) &&
    COMMON_DIGITS.test(password.replace(/[^0-9]/g, ''));
  return common ? 'password-common' : undefined;
}

/** Kinds of characters that a password lacks, for a list that ticks them off while a person types. */
export function missingFrom(password: string): CharacterKind[] {
  return (Object.keys(KINDS) as CharacterKind[]).filter((kind) => !KINDS[kind].test(password));
}
