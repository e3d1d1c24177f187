const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether an address is this computer's own, so that no other device gets there by it. */
export function isOwnAddress(server: string): boolean {
  const { hostname } = new URL(server);
  return LOCAL.test(hostname);
}

/** Whether this app's policy lets a page connect to a server: over TLS, or on this computer. */
export function isReachableFromPage(server: string): boolean {
  return server.startsWith('wss:') || isOwnAddress(server);
}
