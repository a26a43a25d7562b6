# What npm and esbuild make of web/src. Written to be included from the
# repository's Makefile: every path is relative to the repository's root.
# "make assets" does only what is out of date; "make clean-assets" undoes it.

WEB_DIST := web/static/dist
WEB_PACKAGES := web/node_modules/.package-lock.json
# goja runs ECMAScript 2015 and much of what came later; 2015 is the safe part.
ESBUILD_FLAGS := --bundle --minify --target=es2015 --format=iife --charset=utf8 \
	--legal-comments=linked --log-level=warning '--define:process.env.NODE_ENV="production"'

.PHONY: assets clean-assets
assets: $(WEB_DIST)/charts.js $(WEB_DIST)/LICENSES.txt

$(WEB_PACKAGES): web/package.json web/package-lock.json web/.npmrc
	cd web && npm ci --no-audit --no-fund --loglevel=error
	touch $@

$(WEB_DIST)/charts.js: web/src/charts.js $(WEB_PACKAGES)
	go tool esbuild web/src/charts.js $(ESBUILD_FLAGS) --outfile=$@

# The licences of everything inside the bundle travel with it.
$(WEB_DIST)/LICENSES.txt: $(WEB_PACKAGES)
	@mkdir -p $(WEB_DIST)
	( cd web/node_modules && for f in echarts/NOTICE echarts/LICENSE echarts/licenses/LICENSE-d3 \
		zrender/LICENSE tslib/LICENSE.txt; do printf '==== %s ====\n\n' "$$f"; cat "$$f"; printf '\n\n'; done ) > $@.tmp
	mv $@.tmp $@

clean-assets:
	rm -rf $(WEB_DIST) web/node_modules
