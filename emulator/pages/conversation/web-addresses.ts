/** Text in parts, its web addresses apart. What follows a sentence (a full stop, a bracket) is not the address's. */
export function splitAtAddresses(text: string): { text: string; isAddress: boolean }[] {
  // Splitting by one captured group puts the addresses at the odd places.
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'’»])/giu)
    .map((part, index) => ({ text: part, isAddress: index % 2 === 1 }))
    .filter((part) => part.text !== "");
}
