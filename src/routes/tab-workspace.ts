const PARAMETER = 'workspace';
const REMEMBERED = 'suiyin-workspace';

/** `?workspace=` of the address chooses for this tab; links without it and reloading stay where they are. */
export function workspaceOfTab(): string {
  const asked = new URLSearchParams(location.search).get(PARAMETER);
  if (asked) return asked;
  try {
    return sessionStorage.getItem(REMEMBERED) ?? 'default';
  } catch {
    return 'default'; // storage may be refused
  }
}

export function rememberWorkspace(name: string): void {
  try {
    sessionStorage.setItem(REMEMBERED, name);
  } catch {
    // then links without the parameter lead to the default
  }
}
