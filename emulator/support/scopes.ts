/** The scopes of a token, as a request writes them: with spaces between. */
export const scopesOf = (scope: string): string[] => scope.split(/[\s,]+/u).filter(Boolean);
