/**
 * The report's only style sheet. Two palettes of five inks: text, pencil (the mix), ink (the master), copper (what was done) and
 * blue (what was wanted); the last two are told apart with any colour vision, and every series differs in weight or dash too.
 */
const LIGHT =
  '--paper:#f7f4ed;--raised:#fdfbf6;--ink:#1b1917;--quiet:#625b50;--rule:#ddd6c7;--grid:#e8e2d5;--pencil:#8d8474;--copper:#a4471a;--blue:#23618c;--fail:#a3181f;--wax:#161412;';
const DARK =
  '--paper:#141210;--raised:#1c1916;--ink:#efe8da;--quiet:#a89e8d;--rule:#38332c;--grid:#26221d;--pencil:#8f8676;--copper:#e8935c;--blue:#7cb8dc;--fail:#ff8a80;--wax:#080706;';

export const STYLE: string = `:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
@media print{:root{color-scheme:light;${LIGHT}--paper:#fff;--raised:#fff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 "Avenir Next",Avenir,"Segoe UI Variable Text","Segoe UI",Inter,Roboto,"Helvetica Neue","Nimbus Sans",Arial,sans-serif;font-feature-settings:"tnum","kern";font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere}
main{max-width:1120px;margin:0 auto;padding:0 32px 64px}
h1,h2,h3,.lead,.artist,.after,.verdict{font-family:"Iowan Old Style","Palatino Nova","Palatino Linotype","URW Palladio L",P052,Palatino,"Book Antiqua",Charter,Georgia,"Liberation Serif",serif;font-weight:400}
h1{font-size:clamp(2rem,5.2vw,3.4rem);line-height:1.08;margin:0;letter-spacing:-.012em;text-wrap:balance}
h2{font-size:1.35rem;line-height:1.2;margin:0}
h3{font-size:1.08rem;line-height:1.3;margin:0}
h4{font-size:.72rem;font-weight:600;letter-spacing:.09em;text-transform:uppercase;color:var(--quiet);margin:0 0 .5em}
p{margin:0 0 .7em}p:last-child{margin-bottom:0}
ul,ol,dl,dd,figure{margin:0;padding:0}ul,ol{list-style:none}
code{font:.86em/1.5 ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
.quiet,figcaption p{color:var(--quiet);font-size:.87rem}
.n{font-size:.82rem;white-space:nowrap}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.masthead{display:grid;grid-template-columns:minmax(0,1fr) 290px;gap:56px;align-items:center;padding:56px 0 44px}
.house{font-size:.78rem;letter-spacing:.1em;color:var(--quiet);margin:0 0 2.2em}
.house b{color:var(--ink);font-weight:600;letter-spacing:.34em;text-transform:uppercase;margin-right:1em}
.artist{font-size:1.3rem;color:var(--quiet);margin:.35em 0 0}
.origin{font-size:.87rem;color:var(--quiet);margin:1.5em 0 0}.origin bdi{color:var(--ink)}.origin span{display:block}
.verdict{font-size:1.28rem;line-height:1.42;margin:1.3em 0 0;padding-left:16px;border-left:2px solid var(--blue);max-width:36em}
.verdict.warn{border-color:var(--copper)}.verdict.fail{border-color:var(--fail)}
.disc{width:100%;display:block}
.wax{fill:var(--wax);stroke:#4a443b;stroke-width:.6}.groove{fill:none;stroke:#d9cdb6}.sheen{fill:#fff;opacity:.05}
.runout{fill:none;stroke:#5a5348;stroke-width:.5}.etched{font:7.6px ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;letter-spacing:.14em;fill:#cbbfa9}
.label{fill:#a4471a}.label-ring{fill:none;stroke:#fff;stroke-opacity:.35;stroke-width:.5}.hole{fill:var(--paper)}
.brand,.side{fill:#fff;text-anchor:middle;font-size:7px;font-weight:600;letter-spacing:.3em}.side{letter-spacing:.06em;font-size:9px}
.key{border-top:1px solid var(--ink);border-bottom:1px solid var(--rule);padding:0 0 20px}
.key dl{margin-bottom:14px;display:grid;grid-template-columns:repeat(6,minmax(0,1fr))}
.key dl div{padding:18px 12px 18px 16px;border-left:1px solid var(--rule)}.key dl div:first-child{border-left:0;padding-left:0}
.key dt{font-size:.78rem;color:var(--quiet)}
.before{display:block;font-size:.87rem;color:var(--quiet);margin-top:.5em}
.after{font-size:2.05rem;line-height:1.15;letter-spacing:-.01em;white-space:nowrap}
.unit{font-size:.78rem;color:var(--quiet)}
.room{display:grid;grid-template-columns:168px minmax(0,1fr);gap:40px;padding:44px 0;border-bottom:1px solid var(--rule)}
footer.room{border:0}
.margin p{color:var(--quiet);font-size:.87rem;margin:.35em 0 0}
.warnings li{display:grid;grid-template-columns:92px minmax(0,1fr);gap:14px;padding:9px 0;border-top:1px solid var(--rule)}
.warnings li:first-child{border:0;padding-top:0}
.sign{align-self:start;display:inline-flex;align-items:baseline;gap:7px;white-space:nowrap;font-size:.87rem}
.sign svg{fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round;position:relative;top:2px;flex:none}
.sign.pass{color:var(--blue)}.sign.warn{color:var(--copper);font-weight:600}.sign.fail{color:var(--fail);font-weight:600}
.genre{display:grid;grid-template-columns:minmax(0,1fr) 250px;gap:40px;margin-bottom:28px}
.lead{font-size:1.28rem;line-height:1.4}.lead em{font-style:italic}
.weights li{display:grid;grid-template-columns:86px minmax(0,1fr) 44px;gap:10px;align-items:center;font-size:.87rem;color:var(--quiet);line-height:1.75}
.weights svg,.strength svg,.bar{display:block;width:100%;height:6px;fill:var(--grid)}.weights .n{text-align:right}
.part{fill:var(--pencil)}.chosen .part{fill:var(--ink)}.weights .chosen{color:var(--ink)}
.facts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));column-gap:40px}
.facts div{display:grid;grid-template-columns:minmax(0,130px) minmax(0,1fr);gap:12px;padding:6px 0;border-top:1px solid var(--rule);font-size:.93rem}
.facts dt,.parameters dt{color:var(--quiet)}
.parameters{display:grid;grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:12px 16px}.parameters dt{font-size:.78rem}.parameters dd{font-size:.93rem;line-height:1.4}.what>p+.parameters{margin-top:12px}
.notable{margin-top:24px}.notable li,.plain li{position:relative;padding:4px 0 4px 20px}
.notable li::before,.plain li::before{content:"";position:absolute;left:2px;top:.95em;width:9px;border-top:1px solid var(--copper)}
.plain li::before{border-color:var(--pencil)}
figure h3{margin:0 0 10px;font-size:.95rem}
.plot{display:block;margin:0 0 12px 36px;width:calc(100% - 128px);overflow:visible;background:var(--raised)}
.plot.timed{margin-bottom:34px}
.plot text{font-size:11.5px;fill:var(--quiet)}.plot .y{text-anchor:end}.plot .x{text-anchor:middle}
.plot .name{font-weight:600;fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.plot .name.target{fill:var(--blue)}.plot .name.copper{fill:var(--copper)}.plot .name.source{fill:var(--quiet)}
.grid{stroke:var(--grid);stroke-width:1;shape-rendering:crispEdges}
.line{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round;vector-effect:non-scaling-stroke}
.line.source{stroke:var(--pencil)}.line.master{stroke:var(--ink);stroke-width:2}.line.copper{stroke:var(--copper)}.line.thin{stroke-width:1}
.level{stroke-width:1.2;stroke-dasharray:5 4}.level.target{stroke:var(--blue)}.level.copper{stroke:var(--copper);stroke-dasharray:1.5 3.5;stroke-linecap:round}.level.master{stroke:var(--ink);stroke-dasharray:1.5 3.5}
.cloud{stroke-width:1.2;stroke-linejoin:round;vector-effect:non-scaling-stroke}.cloud.source{fill:var(--pencil);stroke:var(--pencil);opacity:.22}.cloud.master{fill:var(--ink);stroke:var(--ink);opacity:.16}
.peak.source{fill:var(--pencil);opacity:.62}.rms.source{fill:var(--pencil)}
.peak.master{fill:var(--ink);opacity:.5}.rms.master{fill:var(--ink)}
.fill.copper{fill:var(--copper);opacity:.22}.band{fill:var(--blue);opacity:.17}.loudest{fill:var(--copper);opacity:.12}
.dot.source{fill:var(--paper);stroke:var(--pencil);stroke-width:1.8}.dot.master{fill:var(--ink)}.link{stroke:var(--ink);stroke-width:1.4}
.legend{display:flex;flex-wrap:wrap;gap:4px 22px;margin-bottom:8px;font-size:.87rem}.legend li{display:flex;align-items:center;gap:8px}
#level-match{accent-color:var(--copper);margin:0 9px 18px 0}#level-match+label{font-size:.87rem;cursor:pointer}
#level-match:checked~.plot path.source{transform-origin:0 500px;transform:scaleY(var(--match))}
details{margin-top:14px;font-size:.87rem}summary{cursor:pointer;color:var(--quiet);width:fit-content}summary:hover{color:var(--ink)}
:focus-visible{outline:2px solid var(--blue);outline-offset:3px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.87rem}
caption{text-align:left;color:var(--quiet);padding:0 0 6px;font-size:.87rem}
th,td{text-align:left;font-weight:400;vertical-align:baseline;padding:7px 18px 7px 0;border-top:1px solid var(--rule)}
thead th{border-top:0;border-bottom:1px solid var(--ink);color:var(--quiet);font-size:.8rem;vertical-align:bottom;white-space:nowrap}
tbody tr:first-child>*{border-top:0}td{white-space:nowrap}th:last-child,td:last-child{padding-right:0}
details table{width:auto;margin-top:8px;min-width:50%}
.stereo{table-layout:fixed}.stereo caption{display:none}.stereo th small{display:block;font-size:.78rem}.stereo th{white-space:normal}
.stereo th:first-child{width:22%}.pair{display:block;width:100%;height:16px;overflow:visible}
.stereo th,.stereo td{vertical-align:middle}.stereo thead th{vertical-align:bottom}.stereo td .n{color:var(--quiet)}.stereo .pair{padding:0 6px}
.damage td:nth-child(2){width:60%}.damage td:nth-child(3),.damage th:nth-child(3){text-align:right}.damage th{white-space:nowrap}
.checks td:last-child{white-space:normal;min-width:16em}.files th[scope=row]{min-width:12em}.checks th[scope=row]{white-space:nowrap}thead th,.files thead th{overflow-wrap:normal}
.file{margin-top:38px}.file .reasons{margin-bottom:18px}.hash{font-size:.87rem;color:var(--quiet);margin:.3em 0 1em}
.steps{display:grid;gap:20px}
.step{background:var(--raised);border:1px solid var(--rule);border-radius:3px;padding:20px 24px;display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:16px 36px}
.step header{grid-column:1/-1;display:flex;align-items:baseline;gap:14px;flex-wrap:wrap}
.step h3{flex:1;font-size:1.2rem}.step h3 small{font:.8rem/1 "Avenir Next","Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--quiet);margin-left:.5em}
.number{font-size:.87rem;color:var(--copper);font-weight:600;min-width:1.2em}
.strength{display:inline-flex;align-items:center;gap:10px;font-size:.82rem;color:var(--quiet);white-space:nowrap}.strength span{width:7.4em}.strength svg{width:72px;height:4px}.strength .part{fill:var(--copper)}
.step.off h3,.step.off dd{color:var(--quiet)}
.what table{margin-top:4px}.sections caption{display:none}.sections th,.sections td{padding-right:12px}
.reasons li+li{margin-top:12px}.reasons p{margin:0}.evidence{font-size:.82rem;color:var(--quiet)}.evidence b{font-weight:600;color:var(--ink)}
.bounds{grid-column:1/-1;border-top:1px solid var(--rule);padding-top:10px;font-size:.82rem;color:var(--quiet)}
.plainly{grid-template-columns:minmax(0,1fr);padding-bottom:36px}
.found .plot{margin-bottom:6px}.found .plot.timed{margin-bottom:34px}.found .lanes{background:none}
.plot .lane{text-anchor:end;font-weight:600;fill:var(--copper)}.lanes .name{font-weight:400;fill:var(--quiet)}.plot .lane-number{font-weight:600;fill:var(--copper)}
.at.s-send-back{fill:var(--fail)}.at.s-ask{fill:var(--blue)}.at.s-fix{fill:var(--copper)}.at.s-note{fill:var(--pencil)}
.tint{opacity:.3}.tint.s-send-back{fill:var(--fail)}.tint.s-ask{fill:var(--blue)}.tint.s-fix{fill:var(--copper)}.tint.s-note{fill:var(--pencil)}
.wax-ground{fill:var(--wax)}.halo,.frame{fill:none;stroke:#080706;stroke-width:4;stroke-linejoin:round;vector-effect:non-scaling-stroke}.frame{stroke:#fff;stroke-width:1.6}.frame.s-send-back{stroke:#ff8a80}.frame.s-ask{stroke:#8fd0f5}.frame.s-fix{stroke:#fff1dc}.frame.s-note{stroke:#d8cdb8;stroke-width:1.1}
.plot .tag{font-weight:700;fill:#fff;paint-order:stroke;stroke:#080706;stroke-width:4px;stroke-linejoin:round}
figcaption .swatch{vertical-align:-1px}
.note{display:grid;grid-template-columns:2.2em minmax(0,1fr);padding:22px 0;border-top:1px solid var(--rule)}.notes .note:first-child{border:0;padding-top:0}
.note .number{font:1.5rem/1.1 "Iowan Old Style","Palatino Linotype","URW Palladio L",P052,Palatino,Georgia,serif;color:var(--pencil)}
.note h3{font-size:1.2rem;display:flex;align-items:baseline;flex-wrap:wrap;gap:2px 10px;margin-bottom:.35em}.note h3 svg{fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;align-self:center;flex:none}
.note.s-praise h3 svg,.note.s-ask h3 svg{color:var(--blue)}.note.s-fix h3 svg{color:var(--copper)}.note.s-send-back h3 svg{color:var(--fail)}.note.s-note h3 svg{color:var(--pencil)}
.when{font:.87rem/1.4 "Avenir Next","Segoe UI",Inter,Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--quiet)}
.note p{max-width:44em}.note .evidence{display:flex;flex-wrap:wrap;gap:2px 22px;margin-bottom:.7em}
.note dl div,.asked dl div{display:grid;grid-template-columns:84px minmax(0,1fr);gap:14px;padding:3px 0;max-width:46em}.note dt,.asked dt{color:var(--quiet);font-size:.87rem;padding-top:1px}
.asked li+li{margin-top:28px;padding-top:26px;border-top:1px solid var(--rule)}.asked h3{font-size:1.2rem;margin-bottom:.6em}.asked dl{margin-bottom:.7em}.asked .taken dt{color:var(--ink);font-weight:600}.asked .taken dt::after{content:" ·"}
.closing{margin-top:1.2em}.body>.verdict{margin-top:0;margin-bottom:1.1em}
pre{margin:0 0 14px;padding:12px 16px;background:var(--raised);border:1px solid var(--rule);border-radius:3px;overflow-x:auto}
@media (max-width:860px){.room{grid-template-columns:minmax(0,1fr);gap:20px;padding:34px 0}.key dl{grid-template-columns:repeat(3,minmax(0,1fr))}.key dl div:nth-child(4){border-left:0;padding-left:0}.key dl div:nth-child(n+4){border-top:1px solid var(--rule)}.masthead{grid-template-columns:minmax(0,1fr) 180px;gap:28px}.genre{grid-template-columns:minmax(0,1fr);gap:18px}}
@media (max-width:560px){.step h3 small{display:block;margin:.35em 0 0}main{padding:0 18px 48px}.masthead{grid-template-columns:minmax(0,1fr);padding:28px 0 30px}.disc{max-width:210px;order:-1}.house{margin-bottom:1.4em}.key dl{grid-template-columns:repeat(2,minmax(0,1fr))}.key dl div,.key dl div:nth-child(4){border-left:1px solid var(--rule);padding-left:14px}.key dl div:nth-child(odd){border-left:0;padding-left:0}.key dl div:nth-child(n+3){border-top:1px solid var(--rule)}.facts,.step{grid-template-columns:minmax(0,1fr)}.step{padding:16px}.minor,.lanes .name{display:none}.plot{margin-left:30px;width:calc(100% - 36px)}.plot .name{text-anchor:end;transform:translate(-13px,-9px);stroke:var(--raised)}.warnings li{grid-template-columns:minmax(0,1fr);gap:2px}.stereo th:first-child{width:26%}.stereo th small{display:none}.stereo td .n{white-space:normal;font-size:.74rem}.stereo td,.stereo th{padding-right:10px}.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.stack tr{display:block;padding:10px 0;border-top:1px solid var(--rule)}.stack th,.stack td{display:block;border:0!important;padding:1px 0}.stack td[data-label]::before{content:attr(data-label) "  ";color:var(--quiet)}.checks tr,.files tr{display:grid;grid-template-columns:1fr 1fr;column-gap:16px}.checks td:nth-child(2){text-align:right}.checks td:nth-child(2)::before,.checks td:last-child::before{content:none!important}.checks td:last-child,.files th{grid-column:1/-1}.stack td,.checks td:last-child{white-space:normal;min-width:0}.stack tbody th{font-weight:600}}
@media print{@page{margin:16mm}body{font-size:10.5pt}main{max-width:none;padding:0}.room{grid-template-columns:120px minmax(0,1fr);gap:24px;padding:22px 0}.step,figure,.file,tr{break-inside:avoid}#level-match,#level-match+label,summary{display:none}details::details-content{content-visibility:visible;display:block}.scroll{overflow:visible}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;
