// Plain JavaScript that any Node can parse: says in one line what is missing when the Node found is too old.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    `Node ${process.versions.node} is too old: Node 24 or newer is needed. Run "npm ci" (it brings Node 24 with it) or put Node 24 on the PATH.`,
  );
  process.exit(1);
}
