package org

// NobodysHash is tried where there is no account.
const NobodysHash = nobodysHash
