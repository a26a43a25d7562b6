package i18n

// OwnKeys lets tests make small catalogues that load.
var OwnKeys = ownKeys
